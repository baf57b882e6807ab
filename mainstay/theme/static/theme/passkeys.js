// A passkey that was not read is said on the page, in the page's own words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-failed]").forEach((each) => { each.hidden = false; });
});
