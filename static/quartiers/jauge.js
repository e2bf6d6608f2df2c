// Recalcule la place que prend la synthèse, peu après la dernière frappe, sans bloquer la saisie.
import { annoncer } from "./annonce.js";

const ATTENTE = 800;

export function suivre(cadre) {
  const formulaire = document.querySelector("main form[method=post]");
  const annonce = document.getElementById("annonce-de-la-jauge");
  let minuterie;
  let requete;

  function montrer(html) {
    const deplie = cadre.querySelector("details")?.open;
    cadre.innerHTML = html;
    const details = cadre.querySelector("details");
    if (details) details.open = deplie;
    annoncer(annonce, cadre.querySelector("#jauge-texte"));
  }

  async function recalculer() {
    requete?.abort();
    requete = new AbortController();
    try {
      const reponse = await fetch(cadre.dataset.jauge, {
        method: "POST",
        body: new FormData(formulaire),
        signal: requete.signal,
      });
      if (reponse.redirected) {
        cadre.textContent =
          "Votre session est finie : copiez votre texte, puis reconnectez-vous dans un autre onglet.";
        annoncer(annonce, cadre);
      } else if (reponse.ok) {
        montrer(await reponse.text());
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
