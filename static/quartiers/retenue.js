// Garde ce qu'un formulaire envoie, le temps de savoir s'il est arrivé : une session finie mène à la
// page de connexion, et le texte revient au retour.
const ARRIVE = ".fr-alert--success";

export function retenir(formulaire) {
  const textes = [...formulaire.querySelectorAll("textarea")];
  if (!textes.length || "brouillon" in formulaire.dataset) return;
  const cle = `envoi ${formulaire.getAttribute("action") || location.pathname}`;

  const gardes = JSON.parse(sessionStorage.getItem(cle) ?? "{}");
  sessionStorage.removeItem(cle);
  if (!document.querySelector(ARRIVE)) {
    for (const champ of textes) if (!champ.value) champ.value = gardes[champ.name] ?? "";
  }

  formulaire.addEventListener("submit", () => {
    const ecrits = Object.fromEntries(textes.map((champ) => [champ.name, champ.value]));
    sessionStorage.setItem(cle, JSON.stringify(ecrits));
  });
}
