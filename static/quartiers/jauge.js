// Recalcule la place que prend la synthèse, peu après la dernière frappe, sans bloquer la saisie.
const ATTENTE = 800;

export function suivre(cadre) {
  const formulaire = document.querySelector("main form[method=post]");
  let minuterie;
  let requete;

  async function recalculer() {
    requete?.abort();
    requete = new AbortController();
    try {
      const reponse = await fetch(cadre.dataset.jauge, {
        method: "POST",
        body: new FormData(formulaire),
        signal: requete.signal,
      });
      if (reponse.ok) {
        cadre.innerHTML = await reponse.text();
      }
    } catch (erreur) {
      // Hors ligne, ou une frappe plus récente a repris la main : la dernière jauge reste.
      if (erreur.name !== "AbortError" && !(erreur instanceof TypeError)) throw erreur;
    }
  }

  formulaire.addEventListener("input", () => {
    clearTimeout(minuterie);
    minuterie = setTimeout(recalculer, ATTENTE);
  });
}
