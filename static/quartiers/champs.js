// Ce qu'un formulaire porte à garder : ni fichier, ni bouton, ni mot de passe.
export function champsDe(formulaire) {
  return [...formulaire.elements].filter(
    (champ) => champ.name && !["file", "submit", "button", "password"].includes(champ.type),
  );
}

export const seCoche = (champ) => ["checkbox", "radio"].includes(champ.type);
