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
    Object.fromEntries(
      [...formulaire.querySelectorAll("textarea, input[type=text]")].map((champ) => [champ.name, champ.value]),
    );
  // Le serveur ôte les blancs du bord, met ses propres fins de ligne et récrit les nombres.
  const net = (texte) => {
    const nombre = texte.replace(/\s/g, "").replace(",", ".");
    return /^\d+(\.\d*)?$/.test(nombre) ? String(Number(nombre)) : texte.replaceAll("\r", "").trim();
  };
  // Ce que le serveur a donné, ou enregistré : on ne garde que ce qui en diffère.
  let connu = lire();
  const oublier = () => localStorage.removeItem(cle);

  function memoriser() {
    const ecrits = Object.entries(lire()).filter(([nom, texte]) => net(texte) !== net(connu[nom] ?? ""));
    const garde = { verrou: formulaire.elements.verrou.value, textes: Object.fromEntries(ecrits) };
    if (ecrits.length) localStorage.setItem(cle, JSON.stringify(garde));
    else oublier();
  }

  function dire(message, grave = false) {
    etat.textContent = message;
    etat.classList.toggle("fr-error-text", grave);
  }

  function retrouver() {
    // Une page que le serveur a refusée porte déjà la saisie, comparée à ce qu'il a.
    if ("refusee" in formulaire.dataset) return;
    const garde = JSON.parse(localStorage.getItem(cle) ?? "null");
    const perdus = Object.entries(garde?.textes ?? {}).filter(
      ([nom, texte]) => formulaire.elements[nom] && net(formulaire.elements[nom].value) !== net(texte),
    );
    if (!perdus.length) return oublier();
    for (const [nom, texte] of perdus) formulaire.elements[nom].value = texte;
    if (formulaire.elements.verrou.value === garde.verrou) {
      dire("Votre texte qui n’avait pas pu être enregistré est retrouvé : relisez-le, il s’enregistre.");
      formulaire.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      // Sous la version d'où il partait, le serveur refusera d'écraser et montrera les deux textes.
      formulaire.elements.verrou.value = garde.verrou;
      dire("Votre texte est retrouvé, mais quelqu’un a enregistré depuis : enregistrez pour comparer.", true);
    }
  }

  async function enregistrer() {
    const envoye = lire();
    let reponse;
    try {
      reponse = await fetch(formulaire.dataset.brouillon, {
        method: "POST",
        body: new FormData(formulaire),
        headers: { Accept: "application/json" },
      });
    } catch {
      return dire(RESEAU, true);
    }
    // Une session finie mène à la page de connexion, ou le jeton du formulaire ne vaut plus.
    if (reponse.redirected || reponse.status === 403) return dire(SESSION, true);
    const corps = await reponse.json().catch(() => ({}));
    if (!reponse.ok) return dire(corps.message ?? PANNE, true);
    formulaire.elements.verrou.value = corps.verrou;
    dire(`Brouillon enregistré à ${corps.heure}.`);
    connu = envoye;
    memoriser();
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
