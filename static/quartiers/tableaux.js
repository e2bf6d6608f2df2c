// Un tableau plus grand que sa place défile, au clavier aussi ; les autres n'arrêtent pas le clavier.
export function ajuster(zone) {
  const nom = zone.getAttribute("aria-label");
  const observateur = new ResizeObserver(() => {
    const haute = zone.closest(".matrice") && zone.scrollHeight > zone.clientHeight;
    const defile = Boolean(haute) || zone.scrollWidth > zone.clientWidth;
    if (defile === zone.hasAttribute("tabindex")) return;
    zone.toggleAttribute("tabindex", defile);
    if (defile) {
      zone.setAttribute("tabindex", "0");
      zone.setAttribute("role", "region");
      zone.setAttribute("aria-label", nom);
    } else {
      zone.removeAttribute("role");
      zone.removeAttribute("aria-label");
    }
  });
  // Le tableau aussi : une police qui arrive l'élargit sans changer sa place.
  [zone, zone.querySelector("table")].forEach((element) => observateur.observe(element));
}
