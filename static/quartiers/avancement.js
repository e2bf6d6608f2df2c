// Relit l'avancement d'un recueil toutes les deux secondes, tant qu'il se fabrique.
import { annoncer } from "./annonce.js";

const PERIODE = 2000;

export function suivreAvancement(section) {
  const annonce = document.getElementById(section.dataset.annonce);
  let vu = "";

  async function relire() {
    const reponse = await fetch(section.dataset.avancement).catch(() => null);
    if (reponse?.ok && !reponse.redirected) {
      const html = await reponse.text();
      // Rien n'a changé : le bouton garde le focus et le clic en cours.
      if (html.replaceAll(/value="[^"]{20,}"/g, "") !== vu) section.innerHTML = html;
      vu = html.replaceAll(/value="[^"]{20,}"/g, "");
      annoncer(annonce, section.querySelector("[data-phrase]"));
    }
    if (section.querySelector("progress")) setTimeout(relire, PERIODE);
  }
  setTimeout(relire, PERIODE);
}
