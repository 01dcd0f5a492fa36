package e2e

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"alcove/bot"
	"alcove/room"
	"alcove/signaling/protocol"
)

// tenSeconds is that long in packets of sound.
const tenSeconds = 500

// outage is a way in which Redis can fail.
type outage struct{ begin, end func(*redis, *relay) }

var outages = map[string]outage{
	"frozen": {
		func(r *redis, _ *relay) { r.freeze() },
		func(r *redis, _ *relay) { r.thaw() },
	},
	"killed and started again": {
		func(r *redis, _ *relay) { r.kill() },
		func(r *redis, _ *relay) { r.launch() },
	},
	"read-only": {
		func(r *redis, _ *relay) { r.ask("REPLICAOF", "127.0.0.1", "1") },
		func(r *redis, _ *relay) { r.ask("REPLICAOF", "NO", "ONE") },
	},
	"without its replicas": {
		func(r *redis, _ *relay) { r.ask("CONFIG", "SET", "min-replicas-to-write", "1") },
		func(r *redis, _ *relay) { r.ask("CONFIG", "SET", "min-replicas-to-write", "0") },
	},
	"out of memory": {
		func(r *redis, _ *relay) { r.ask("CONFIG", "SET", "maxmemory", "1") },
		func(r *redis, _ *relay) { r.ask("CONFIG", "SET", "maxmemory", "0") },
	},
	// Everything is carried out, and no answer comes in time: the server repeats itself without knowing that.
	"slow": {
		func(_ *redis, r *relay) { r.slow(2 * time.Second) },
		func(_ *redis, r *relay) { r.slow(0) },
	},
}

func TestARoomRidesOutItsRedis(t *testing.T) {
	for name, o := range outages {
		t.Run(name, func(t *testing.T) { o.ridden(t) })
	}
}

// Ana is on seat 2 and sends tone 1, Sam on seat 3 sends tone 2, and Dana tone 16; Mei waits.
func (o outage) ridden(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	relay := startRelay(t)
	relay.lead("unix", redis.socket())
	s := onRedis(t, "redis://"+relay.address(), t.TempDir())
	s.found()
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	mei := s.join("Mei", coloured(3))
	s.everything(dana, 3, 1)
	s.audible(sam, "Sam", tone(1))
	s.audible(sam, "Sam", tone(16))
	s.audible(dana, "Dana", tone(2))
	waiting := dana.View().Staff.Waiting[0].Waiting
	missing := func() (n [2]int) {
		for i, b := range []*bot.Bot{dana, sam} {
			n[i] = b.Received(bot.Stream{}).Missing
		}
		return n
	}
	before := missing()

	o.begin(redis, relay)
	ana.IgnoreServer(true)
	s.unsaved(dana, protocol.SeatMute{Seat: 2})
	s.silent(dana, "Dana", tone(1), tone(2))
	s.silent(sam, "Sam", tone(1), tone(16))
	for _, m := range []protocol.FromBrowser{
		protocol.LobbyAdmit{Waiting: waiting}, protocol.SeatInvite{Seat: 2}, protocol.RoomAllowAll{},
	} {
		if code := refusal(dana.Do(s.ctx, m)); code != "unavailable" {
			t.Errorf("%T in an outage: %s, want unavailable", m, code)
		}
	}
	s.unsaved(dana, protocol.SeatCameraOff{Seat: 3, Reason: protocol.Reason(room.ReasonAsked)})
	if err := sam.AwaitPackets(s.ctx, tone(16), tenSeconds); err != nil {
		t.Fatalf("Sam hears nothing: %v", err)
	}
	s.silent(dana, "Dana", tone(1), tone(2))
	if alone, refused := s.metric(`alcove_rooms{mode="alone"}`), s.metric("alcove_refused_unavailable_total"); alone != "1" || refused != "3" {
		t.Errorf("metrics: %s rooms alone, %s refused, want 1 and 3", alone, refused)
	}
	o.end(redis, relay)

	// Dana presses the button until it works; a tenth of a second of sound goes by between two tries.
	for err := dana.Do(s.ctx, protocol.LobbyAdmit{Waiting: waiting}); err != nil; {
		if refusal(err) != "unavailable" {
			t.Fatalf("Mei can't be admitted: %v", err)
		}
		s.audible(dana, "Dana", tone(2))
		err = dana.Do(s.ctx, protocol.LobbyAdmit{Waiting: waiting})
	}
	s.await(mei, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.audible(dana, "Dana", tone(3))
	if after := missing(); after != before {
		t.Errorf("packets have been lost: %v at Dana and Sam, %v before", after, before)
	}

	stands := s.everything(dana, 4, 0)
	if !stands.Seats[1].Muted || !stands.Seats[2].CameraOff {
		t.Errorf("what was taken away in the outage came back: %+v", stands.Seats)
	}
	s.kill()
	s.again()
	if back := s.everything(dana, 4, 0); !reflect.DeepEqual(back, stands) {
		t.Errorf("saved: %+v\nbefore: %+v", back, stands)
	}
	s.audible(dana, "Dana", tone(2))
	s.silent(dana, "Dana", tone(1), tone(2))
	redis.wroteOnce(s)
}

// wroteOnce reads in Redis' own journal that every state of the room was written once, and in order: whatever was sent
// again because its outcome was unknown changed nothing the second time.
func (r *redis) wroteOnce(s *server) {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.dir, "appendonlydir", "*.incr.aof"))
	if err != nil || len(files) != 1 {
		r.t.Fatalf("journals %v, %v", files, err)
	}
	journal, err := os.ReadFile(files[0])
	if err != nil {
		r.t.Fatal(err)
	}
	const word = `\$\d+\r\n`
	write := regexp.MustCompile(word + `HSET\r\n` + word + regexp.QuoteMeta("alcove:room:{"+s.group+"}:snapshot") + `\r\n` +
		word + `epoch\r\n` + word + `(\d+)\r\n` + word + `op\r\n` + word + `(\d+)\r\n`)
	var writes []string
	last := [2]int{}
	for _, found := range write.FindAllStringSubmatch(string(journal), -1) {
		epoch, _ := strconv.Atoi(found[1])
		op, _ := strconv.Atoi(found[2])
		next := [2]int{epoch, op}
		if slices.Compare(next[:], last[:]) <= 0 {
			r.t.Errorf("state %v was written after %v", next, last)
		}
		last = next
		writes = append(writes, found[1]+"/"+found[2])
	}
	if last[0] < 2 {
		r.t.Errorf("the journal holds %v, want states of both runs of the server", writes)
	}
}

// unsaved carries out a command that must take effect, and that can't be saved now.
func (s *server) unsaved(b *bot.Bot, m protocol.FromBrowser) {
	s.t.Helper()
	if saved, err := b.DoSaving(s.ctx, m); err != nil || saved {
		s.t.Errorf("%T in an outage: saved %t, %v; want that it takes effect and is not saved", m, saved, err)
	}
}
