// Les images des thèmes : à l'ouverture de leur boîte, que presque personne n'ouvre.
export const montrerLesImages = (boite) => {
  const poser = () => boite.querySelectorAll("template").forEach((image) => image.replaceWith(image.content));
  boite.addEventListener("dsfr.disclose", poser, { once: true });
};
