// Enregistre le brouillon pendant qu'on écrit, et le garde dans ce navigateur tant que le serveur ne
// l'a pas : ni une panne, ni une session finie ne perdent un mot.
const ATTENTE = 4000;

const SESSION = "Votre session est finie : reconnectez-vous dans cet onglet, votre texte vous attend ici.";
const RESEAU = "Le serveur ne répond pas : votre texte est gardé dans ce navigateur.";
const PANNE = "Le serveur a refusé l’enregistrement : votre texte est gardé dans ce navigateur.";

export function garder(formulaire) {
  const etat = document.getElementById("etat-du-brouillon");
  const cle = formulaire.dataset.cle;
  let minuterie;

  const lire = () =>
    Object.fromEntries([...formulaire.querySelectorAll("textarea")].map((zone) => [zone.name, zone.value]));
  // Le serveur ôte les blancs du bord et met ses propres fins de ligne.
  const net = (texte) => texte.replaceAll("\r", "").trim();
  const memoriser = () => localStorage.setItem(cle, JSON.stringify(lire()));
  const oublier = () => localStorage.removeItem(cle);

  function dire(message, grave = false) {
    etat.textContent = message;
    etat.classList.toggle("fr-error-text", grave);
  }

  function retrouver() {
    const garde = JSON.parse(localStorage.getItem(cle) ?? "null");
    if (!garde) return;
    const perdus = Object.entries(garde).filter(
      ([nom, valeur]) => formulaire.elements[nom] && net(formulaire.elements[nom].value) !== net(valeur),
    );
    for (const [nom, valeur] of perdus) formulaire.elements[nom].value = valeur;
    if (perdus.length) {
      dire("Votre texte qui n’avait pas pu être enregistré est retrouvé : relisez-le, il s’enregistre.");
      formulaire.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      oublier();
    }
  }

  async function enregistrer() {
    const envoye = JSON.stringify(lire());
    let reponse;
    try {
      reponse = await fetch(formulaire.dataset.brouillon, { method: "POST", body: new FormData(formulaire) });
    } catch {
      return dire(RESEAU, true);
    }
    // Une session finie mène à la page de connexion, ou le jeton du formulaire ne vaut plus.
    if (reponse.redirected || reponse.status === 403) return dire(SESSION, true);
    const corps = await reponse.json().catch(() => ({}));
    if (!reponse.ok) return dire(corps.message ?? PANNE, true);
    formulaire.elements.verrou.value = corps.verrou;
    dire(`Brouillon enregistré à ${corps.heure}.`);
    if (JSON.stringify(lire()) === envoye) oublier();
  }

  formulaire.addEventListener("input", () => {
    memoriser();
    clearTimeout(minuterie);
    minuterie = setTimeout(enregistrer, ATTENTE);
  });
  // L'envoi de la page prend la suite ; s'il échoue, le texte gardé revient au retour.
  formulaire.addEventListener("submit", () => {
    memoriser();
    clearTimeout(minuterie);
  });
  retrouver();
}
