// Deux boutons au-dessus d'un texte structuré : gras et liste. Sans eux, on écrit ** et - soi-même.
function outil(zone, libelle, transformer) {
  const champ = zone.labels[0]?.firstChild?.textContent.replace("(facultatif)", "").trim() ?? "";
  const bouton = document.createElement("button");
  bouton.type = "button";
  bouton.className = "fr-btn fr-btn--sm fr-btn--tertiary";
  bouton.textContent = libelle;
  bouton.setAttribute("aria-label", `${libelle} : ${champ}`);
  bouton.addEventListener("click", () => {
    const { selectionStart: debut, selectionEnd: fin, value: texte } = zone;
    zone.setRangeText(transformer(texte.slice(debut, fin)), debut, fin, "select");
    zone.focus();
    zone.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return bouton;
}

// Les étoiles touchent le mot : une espace entre les deux les laisserait telles quelles.
const enGras = (texte) =>
  (texte.trim() ? texte : "texte").replace(/^(\s*)([^]*?)(\s*)$/, "$1**$2**$3");
const enListe = (texte) => (texte || "élément").split("\n").map((ligne) => `- ${ligne}`).join("\n");

export function equiper(zone) {
  const barre = document.createElement("div");
  barre.className = "outils-de-texte";
  barre.append(outil(zone, "Gras", enGras), outil(zone, "Liste", enListe));
  zone.before(barre);
}
