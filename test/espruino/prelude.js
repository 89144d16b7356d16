// Runs inside the interpreter, as .boot0, before the bundle: what a board has and a program on a computer lacks.
// Requests go to the host over one named pipe, answers come back over another: four digits of length, then the text.
// __SLOWNESS__ is how many of the computer's seconds the board's second takes.
(function () {
  var requests = E.openFile('requests', 'w');
  var answers = E.openFile('answers', 'r');
  function ask(text) {
    requests.write(text + '\n');
    var length = parseInt(answers.read(4));
    return length ? answers.read(length) : '';
  }
  // Registers of the chip, and memory that is reached by words: SRAM1's instruction side, RTC FAST, RTC SLOW.
  function isOnHost(address) {
    return (
      (address >= 0x3ff00000 && address < 0x3ff82000) ||
      (address >= 0x400a0000 && address < 0x400c2000) ||
      (address >= 0x50000000 && address < 0x50002000) ||
      (address >= 0x60000000 && address < 0x60010000)
    );
  }

  // Buffers need an address that DMA reaches. The host is told where they really are.
  var addressOf = E.getAddressOf;
  var scratch = new Uint8Array(64);
  for (var i = 0; i < 64; i++) scratch[i] = i;
  var real = addressOf(scratch, true);
  var bias = real >= 0x3ffae000 && real < 0x40000000 ? 0 : 0x3ffb8000 + (real & 3) - real;
  ask('place ' + real + ' ' + (real + bias));
  if (bias) {
    E.getAddressOf = function (value, flat) {
      var address = addressOf(value, flat);
      return flat && address ? address + bias : address;
    };
  }

  var memoryPeek = peek32;
  var memoryPoke = poke32;
  global.peek32 = function (address) {
    return isOnHost(address) ? +ask('peek ' + address) : memoryPeek(address - bias);
  };
  global.poke32 = function (address, value) {
    if (!isOnHost(address)) memoryPoke(address - bias, value);
    else if (typeof value === 'number') ask('poke ' + address + ' ' + value);
    else if (E.getAddressOf(value, true))
      ask('copy ' + address + ' ' + E.getAddressOf(value, true) + ' ' + value.length);
    else for (var i = 0; i < value.length; i++) ask('poke ' + (address + 4 * i) + ' ' + value[i]);
  };
  // Code for the board's processor is run by the host; whatever else has an address is the program's own.
  var nativeCall = E.nativeCall;
  E.nativeCall = function (address, signature, data) {
    if (!isOnHost(address)) return nativeCall(address, signature, data);
    var request = 'call ' + address + ' ';
    return function (a, b, c, d) {
      return +ask(request + (a | 0) + ' ' + (b | 0) + ' ' + (c | 0) + ' ' + (d | 0));
    };
  };
  global.pinMode = function (pin, mode) {
    ask('pinMode ' + pin + ' ' + mode);
  };
  global.digitalWrite = function (pin, value) {
    ask('digitalWrite ' + pin + ' ' + (value ? 1 : 0));
  };

  var watches = [];
  var levels = {};
  // A pin that nothing holds down is up.
  global.digitalRead = function (pin) {
    return levels[pin] === 0 ? 0 : 1;
  };
  global.setWatch = function (action, pin) {
    ask('pinMode ' + pin + ' input_pullup');
    watches.push([action, pin, 0]);
    return watches.length;
  };
  function edge(pin, state) {
    levels[pin] = state;
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
  if (__SLOWNESS__ !== 1) {
    var realTimeout = setTimeout;
    var realInterval = setInterval;
    var realTime = getTime;
    global.setTimeout = function (action, ms, first, second) {
      return realTimeout(action, (ms || 0) * __SLOWNESS__, first, second);
    };
    global.setInterval = function (action, ms) {
      return realInterval(action, ms * __SLOWNESS__);
    };
    global.getTime = function () {
      return realTime() / __SLOWNESS__;
    };
  }

  global.__board = { ask: ask, real: real, press: press, work: work, worker: setInterval(work, 20) };

  // Counting instructions, there is no place for a detour over the host where the board has a short built-in.
  if (__SLOWNESS__ !== 1) Modules.addCached('neopixel', 'exports.write = E.hwRand;');
  else
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
    exports.getIP = function () {
      return { ip: '127.0.0.1' };
    };
  });
  // Of so many variables as are too many for the board, an array takes hold for ever.
  __board.usage = process.memory().usage;
  var excess = __VARIABLES__ ? process.memory().total - __VARIABLES__ : 0;
  // An array in one piece takes a variable for 14 bytes, one for the head of the piece, and two that lead to it.
  if (excess) __board.ballast = new Uint8Array(14 * (excess - 5));
  if (excess && !addressOf(__board.ballast, true)) throw new Error('no room for the ballast');
  __board.excess = process.memory().usage - __board.usage;
})();
