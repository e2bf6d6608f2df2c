// Un double-clic n'envoie un formulaire qu'une fois ; le serveur refuse aussi les doublons.
const DELAI = 4000;

export function proteger(formulaire) {
  let envoye = false;
  formulaire.addEventListener("submit", (evenement) => {
    if (evenement.defaultPrevented) return;
    if (envoye) evenement.preventDefault();
    envoye = true;
    setTimeout(() => (envoye = false), DELAI);
  });
}
