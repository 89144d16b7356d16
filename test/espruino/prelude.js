// Runs inside the interpreter, as .boot0, before the bundle: what a board has and a program on a computer lacks.
// Requests go to the host over one named pipe, answers come back over another: four digits of length, then the text.
(function () {
  var requests = E.openFile('requests', 'w');
  var answers = E.openFile('answers', 'r');
  function ask(text) {
    requests.write(text + '\n');
    var length = parseInt(answers.read(4));
    return length ? answers.read(length) : '';
  }
  function isRegister(address) {
    return (address >= 0x3ff00000 && address < 0x3ff80000) || (address >= 0x60000000 && address < 0x60010000);
  }

  var memoryPeek = peek32;
  var memoryPoke = poke32;
  global.peek32 = function (address) {
    return isRegister(address) ? +ask('peek ' + address) : memoryPeek(address);
  };
  global.poke32 = function (address, value) {
    if (isRegister(address)) ask('poke ' + address + ' ' + value);
    else memoryPoke(address, value);
  };
  global.pinMode = function (pin, mode) {
    ask('pinMode ' + pin + ' ' + mode);
  };
  global.digitalWrite = function (pin, value) {
    ask('digitalWrite ' + pin + ' ' + (value ? 1 : 0));
  };

  // Buffers get an address that DMA reaches; the host is told where they really are.
  var addressOf = E.getAddressOf;
  var bias;
  E.getAddressOf = function (value, flat) {
    var address = addressOf(value, flat);
    if (!flat || !address) return address;
    if (bias === undefined) {
      bias = address >= 0x3ffae000 && address < 0x40000000 ? 0 : 0x3ffb8000 + (address & 3) - address;
      ask('place ' + address + ' ' + (address + bias));
    }
    return address + bias;
  };

  var watches = [];
  global.setWatch = function (action, pin) {
    ask('pinMode ' + pin + ' input_pullup');
    watches.push([action, pin, 0]);
    return watches.length;
  };
  function edge(pin, state) {
    watches.forEach(function (watch) {
      if (watch[1] !== pin) return;
      var now = getTime();
      watch[0]({ state: !!state, time: now, lastTime: watch[2], pin: pin });
      watch[2] = now;
    });
  }
  // Moves the button after so many milliseconds each: down, up, down, …
  function press(pin, delays) {
    var at = 0;
    delays.forEach(function (ms, i) {
      at += ms;
      setTimeout(edge, at, pin, i & 1);
    });
  }

  // What the host wants evaluated comes this way: the console's queue of a program on a computer loses characters.
  function work() {
    var line = ask('work');
    if (!line) return;
    var space = line.indexOf(' ');
    var answer;
    try {
      answer = JSON.stringify(eval('(' + line.substr(space + 1) + ')'));
    } catch (e) {
      answer = '!' + e;
    }
    ask('done ' + line.substr(0, space) + ' ' + answer);
  }
  global.__board = { ask: ask, press: press };
  setInterval(work, 20);

  Modules.addCached('neopixel', function () {
    exports.write = function (pin, grb) {
      __board.ask('neopixel ' + pin + ' ' + grb.join(','));
    };
  });
  Modules.addCached('Wifi', function () {
    exports.connect = function (ssid, options, done) {
      setTimeout(function () {
        done(null);
      }, 20);
    };
    exports.on = function () {};
    exports.setConfig = function () {};
  });
  __board.usage = process.memory().usage;
})();
