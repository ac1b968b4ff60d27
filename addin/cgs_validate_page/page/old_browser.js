// Says within two seconds that a browser cannot run the page. In the oldest JavaScript, for it must run there.
(function () {
  function say(id) {
    var all = document.getElementById("states").children;
    for (var i = 0; i < all.length; i++) all[i].hidden = all[i].id !== id;
  }
  // A module that names externref, without which Pyodide waits for ever.
  var externref = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 111];
  function fit() {
    try {
      return WebAssembly.validate(new Uint8Array(externref)) && typeof DecompressionStream === "function";
    } catch (error) {
      return false;
    }
  }
  window.cgs = { report: null, fit: fit() };
  if (!window.cgs.fit) say("state-old");
  else setTimeout(function () { if (!window.cgs.started) say("state-old"); }, 1500);
})();
