// Says at once that a browser cannot run the page. In the oldest JavaScript, for it must run there.
(function () {
  // A module that names externref, without which Pyodide waits for ever.
  var externref = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 111];
  function why() {
    try {
      if (!("noModule" in document.createElement("script"))) return "old";
      if (typeof WebAssembly !== "object") return "blocked";
      return WebAssembly.validate(new Uint8Array(externref)) && typeof DecompressionStream === "function" ? "" : "old";
    } catch (error) {
      return "old";
    }
  }
  window.cgs = {
    report: null,
    /** Show one of the sentences on what the page does, or cannot do. */
    say: function (state) {
      var all = document.getElementById("states").children;
      for (var i = 0; i < all.length; i++) all[i].hidden = all[i].id !== "state-" + state;
    }
  };
  window.cgs.unfit = why();
  if (window.cgs.unfit) window.cgs.say(window.cgs.unfit);
  else document.addEventListener("DOMContentLoaded", function () { if (!window.cgs.started) window.cgs.say("old"); });
})();
