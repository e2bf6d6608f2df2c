// La page d'une entreprise : son brouillon s'enregistre pendant qu'elle écrit. Rien ne se garde dans
// le navigateur, qui peut être partagé ; ce qu'elle a envoyé ne change que par son bouton.
import { direLEtat } from "./etat.js";

const ATTENTE = 3000;
const PANNE = "Le brouillon n’est pas encore enregistré : vérifiez ce que vous avez écrit.";

for (const formulaire of document.querySelectorAll("[data-en-passant]")) {
  const etat = document.getElementById("etat-du-brouillon");
  let minuterie;

  async function enregistrer() {
    const saisie = new FormData(formulaire);
    saisie.delete("feuille");
    saisie.append("en_passant", "");
    const reponse = await fetch(location.pathname, { method: "POST", body: saisie }).catch(() => null);
    const corps = await reponse?.json().catch(() => null);
    direLEtat(etat, corps?.dit ?? corps?.message ?? PANNE, { faute: corps?.faute });
  }

  formulaire.addEventListener("input", (evenement) => {
    if (evenement.target.type === "file") return;
    clearTimeout(minuterie);
    minuterie = setTimeout(enregistrer, ATTENTE);
  });
  formulaire.addEventListener("submit", () => clearTimeout(minuterie));
}
