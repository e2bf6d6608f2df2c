// Enregistre le brouillon pendant qu'on écrit, et le garde dans ce navigateur tant que le serveur ne
// l'a pas : ni une panne, ni une session finie ne perdent un mot, un nombre ou un choix.
import { champsDe, seCoche } from "./champs.js";
import { direLEtat } from "./etat.js";

const ATTENTE = 4000;

const SESSION = "Votre session est finie : reconnectez-vous dans cet onglet, votre texte vous attend ici.";
const RESEAU = "Le serveur ne répond pas : votre texte est gardé dans ce navigateur.";
const PANNE = "Le serveur a refusé l’enregistrement : votre texte est gardé dans ce navigateur.";

// Le serveur mène à une page qui porte ce repère quand il a enregistré la copie de ce nom : elle n'a
// plus à revenir, fût-ce sur un texte que quelqu'un corrige ensuite.
const RECUE = /^#recue-([0-9a-f-]+)$/;

// Les champs cachés qui disent d'où part la saisie.
const VERROU = /^(verrou|version)$|^initial-/;
// Ce qui efface une ligne attend qu'on presse le bouton.
const EFFACE = /-DELETE$/;

const cleDe = (champ) => (seCoche(champ) ? `${champ.name}=${champ.value}` : champ.name);
const valeurDe = (champ) => (seCoche(champ) ? champ.checked : champ.value);

function rendre(champ, valeur) {
  if (seCoche(champ)) champ.checked = valeur;
  else champ.value = valeur;
}

export function oublierLaCopieRecue() {
  const recue = location.hash.match(RECUE)?.[1];
  if (!recue) return;
  history.replaceState(null, "", location.pathname + location.search);
  for (const cle of Object.keys(localStorage)) {
    if (!cle.startsWith("brouillon-")) continue;
    if (JSON.parse(localStorage.getItem(cle)).copie === recue) localStorage.removeItem(cle);
  }
}

export function garder(formulaire) {
  const etat = document.getElementById("etat-du-brouillon");
  const cle = formulaire.dataset.cle;
  const copie = nommer(formulaire);
  let minuterie;
  // L'enregistrement en cours, que le suivant et l'envoi de la page attendent : sinon l'un
  // partirait d'une version que l'autre vient de remplacer.
  let enCours = null;

  const caches = () => champsDe(formulaire).filter((champ) => champ.type === "hidden");
  const ecrits = () => champsDe(formulaire).filter((champ) => champ.type !== "hidden" && !EFFACE.test(champ.name));
  const verrous = () => caches().filter((champ) => VERROU.test(champ.name));
  const lire = () => Object.fromEntries(ecrits().map((champ) => [cleDe(champ), valeurDe(champ)]));
  // Le serveur ôte les blancs du bord, met ses propres fins de ligne et récrit les nombres.
  const net = (texte) => {
    if (typeof texte === "boolean") return texte;
    const nombre = texte.replace(/\s/g, "").replace(",", ".");
    return /^\d+(\.\d*)?$/.test(nombre) ? String(Number(nombre)) : texte.replaceAll("\r", "").trim();
  };
  const pareils = (un, autre) => net(un) === net(autre);
  // Ce que le serveur a donné, ou enregistré : on ne garde que ce qui en diffère.
  let connu = lire();
  const oublier = () => localStorage.removeItem(cle);

  function memoriser() {
    const changes = Object.entries(lire()).filter(([nom, valeur]) => !pareils(valeur, connu[nom] ?? ""));
    const versions = Object.fromEntries(verrous().map((champ) => [champ.name, champ.value]));
    const garde = { copie, verrous: versions, textes: Object.fromEntries(changes) };
    if (changes.length) localStorage.setItem(cle, JSON.stringify(garde));
    else oublier();
    return changes.length > 0;
  }

  const dire = (message, grave = false, faute = null) => direLEtat(etat, message, { grave, faute });

  function retrouver() {
    // Une page que le serveur a refusée porte déjà la saisie, comparée à ce qu'il a.
    if ("refusee" in formulaire.dataset) return;
    const garde = JSON.parse(localStorage.getItem(cle) ?? "null");
    const textes = garde?.textes ?? {};
    const perdus = ecrits().filter(
      (champ) => cleDe(champ) in textes && !pareils(valeurDe(champ), textes[cleDe(champ)]),
    );
    if (!perdus.length) return oublier();
    for (const champ of perdus) rendre(champ, textes[cleDe(champ)]);
    // Une copie d'avant la 0.3.0 ne gardait que le verrou.
    const lus = garde.verrous ?? { verrou: garde.verrou };
    const depasses = verrous().filter((champ) => champ.name in lus && !pareils(champ.value, lus[champ.name]));
    if (!depasses.length) {
      dire("Votre texte qui n’avait pas pu être enregistré est retrouvé : relisez-le, il s’enregistre.");
      formulaire.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      // Sous la version d'où il partait, le serveur refusera d'écraser et montrera les deux textes.
      for (const champ of depasses) champ.value = lus[champ.name];
      dire("Votre texte est retrouvé, mais quelqu’un a enregistré depuis : enregistrez pour comparer.", true);
    }
  }

  async function enregistrer() {
    const envoye = lire();
    const saisie = new FormData(formulaire);
    for (const nom of [...saisie.keys()].filter((nom) => EFFACE.test(nom))) saisie.delete(nom);
    let reponse;
    try {
      reponse = await fetch(formulaire.dataset.brouillon, {
        method: "POST",
        body: saisie,
        headers: { Accept: "application/json" },
      });
    } catch {
      return dire(RESEAU, true);
    }
    // Une session finie mène à la page de connexion, ou le jeton du formulaire ne vaut plus.
    if (reponse.redirected || reponse.status === 403) return dire(SESSION, true);
    const corps = await reponse.json().catch(() => ({}));
    if (!reponse.ok || !corps.caches) return dire(corps.message ?? PANNE, true, corps.faute);
    for (const champ of caches()) if (champ.name in corps.caches) champ.value = corps.caches[champ.name];
    dire(corps.dit);
    connu = envoye;
    memoriser();
  }

  formulaire.addEventListener("input", () => {
    clearTimeout(minuterie);
    // Chercher parmi des cases, par exemple, n'écrit rien.
    if (memoriser()) minuterie = setTimeout(lancer, ATTENTE);
  });

  function lancer() {
    const tour = (enCours ?? Promise.resolve()).then(enregistrer);
    enCours = tour;
    tour.finally(() => {
      if (enCours === tour) enCours = null;
    });
  }

  // L'envoi de la page prend la suite ; s'il échoue, le texte gardé revient au retour. S'il réussit,
  // la page suivante le dit (voir `oublierLaCopieRecue`).
  formulaire.addEventListener("submit", (evenement) => {
    memoriser();
    clearTimeout(minuterie);
    if (!enCours) return;
    evenement.preventDefault();
    enCours.then(() => formulaire.requestSubmit(evenement.submitter));
  });
  retrouver();
}

// Donne un nom à la copie de ce formulaire, que l'envoi porte au serveur. `randomUUID` manque hors
// d'une page chiffrée.
function nommer(formulaire) {
  const champ = document.createElement("input");
  champ.type = "hidden";
  champ.name = "copie";
  champ.value = [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(16)).join("-");
  formulaire.append(champ);
  return champ.value;
}
