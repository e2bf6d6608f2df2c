// Un lien vers un champ replié ouvre ce qui le cache ; les navigateurs récents le font d'eux-mêmes.
export function ouvrirLaCible() {
  const cible = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!cible) return;
  let ferme = false;
  for (let parent = cible; parent; parent = parent.parentElement) {
    if (parent.localName === "details" && !parent.open) ferme = parent.open = true;
  }
  if (ferme) cible.scrollIntoView();
  cible.focus({ preventScroll: true });
}

export function suivreLesLiens() {
  addEventListener("hashchange", ouvrirLaCible);
  // Un second clic sur le même lien ne change pas l'adresse.
  addEventListener("click", (evenement) => {
    const lien = evenement.target.closest?.("a[href*='#']");
    if (lien && lien.hash === location.hash && lien.pathname === location.pathname) ouvrirLaCible();
  });
  ouvrirLaCible();
}
