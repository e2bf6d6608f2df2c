// Un champ de recherche au-dessus d'une longue liste de cases à cocher.
const BEAUCOUP = 12;

export function filtrer(groupe) {
  const cases = [...groupe.querySelectorAll(".fr-fieldset__element")];
  if (cases.length <= BEAUCOUP) return;
  const libelle = document.createElement("label");
  libelle.className = "fr-label filtre-de-cases";
  const legende = groupe.querySelector("legend")?.firstChild?.textContent.replace("(facultatif)", "").trim() ?? "la liste";
  libelle.textContent = `Chercher : ${legende}`;
  const champ = document.createElement("input");
  champ.type = "search";
  champ.className = "fr-input";
  // Entrée cherche dans la liste ; elle n'envoie pas le formulaire.
  champ.addEventListener("keydown", (evenement) => {
    if (evenement.key === "Enter") evenement.preventDefault();
  });
  champ.addEventListener("input", () => {
    const mot = champ.value.toLocaleLowerCase("fr");
    for (const une of cases) {
      const cochee = une.querySelector("input").checked;
      une.hidden = !cochee && !une.textContent.toLocaleLowerCase("fr").includes(mot);
    }
  });
  libelle.append(champ);
  groupe.before(libelle);
}
