package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// What somebody types for staff here is typed nowhere else.
const (
	wordsForStaff = "Thunderclapping behind the wall"
	askedInWords  = "Lemonbalm before the session"
	answerToHer   = "Starflower after it"
)

// keeper is a bot that keeps every frame.
func keeper(c *bot.Config) { c.KeepFrames = true }

// told is everything that a bot was sent.
func told(b *bot.Bot) string { return strings.Join(texts(b.Frames()), "\n") }

// everKept is all that this Redis was ever told to keep, as it lies on its disk: rooms are sealed there (everSaved).
func (r *redis) everKept() string {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.dir, "appendonlydir", "*.aof"))
	if err != nil || len(files) == 0 {
		r.t.Fatalf("journals %v, %v", files, err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			r.t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// signals waits until a therapist sees as many signals, and returns them.
func (s *server) signals(dana *bot.Bot, n int) []protocol.Signal {
	s.t.Helper()
	v := s.await(dana, "signals", func(v protocol.View) bool { return v.Staff != nil && len(v.Staff.Signals) == n })
	return v.Staff.Signals
}

// Dana leads, Ana sends a signal and writes, Sam is told nothing of it. The server dies in between.
func TestWhatIsSaidToStaffInPrivateReachesStaffAndIsKeptNowhere(t *testing.T) {
	t.Parallel()
	store := startRedis(t)
	s := onRedis(t, store.url(), t.TempDir())
	s.found()
	dana := s.join("Dana", keeper)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana, sam := s.enter(dana, "Ana", keeper), s.enter(dana, "Sam", keeper)

	s.do(ana, protocol.SignalSend{Kind: "unsafe", Words: wordsForStaff})
	s.do(ana, protocol.MessageStaff{Text: askedInWords})
	s.do(dana, protocol.MessageSeat{Seat: 2, Text: answerToHer})
	if got := s.signals(dana, 1)[0]; got.Name != "Ana" || got.Words != wordsForStaff {
		t.Errorf("Dana sees %+v", got)
	}
	for who, b := range map[string]*bot.Bot{"Dana": dana, "Ana": ana} {
		if err := b.AwaitMessages(s.ctx, 2); err != nil {
			t.Fatalf("%s was not brought two messages: %v", who, err)
		}
	}
	if err := sam.AwaitPings(s.ctx, 1); err != nil { // what was sent to him before has come
		t.Fatal(err)
	}
	for _, text := range []string{wordsForStaff, askedInWords, answerToHer, `"unsafe"`} {
		if !strings.Contains(told(dana), text) || strings.Contains(told(sam), text) {
			t.Errorf("%q: Dana was sent it %t, Sam %t", text, strings.Contains(told(dana), text), strings.Contains(told(sam), text))
		}
	}
	if kept := store.saved(s); !strings.Contains(kept, "unsafe") {
		t.Errorf("control: the signal itself is not saved: %s", kept)
	}

	s.kill()
	s.again()
	s.await(dana, "that the words are lost", func(v protocol.View) bool {
		return v.Staff != nil && len(v.Staff.Signals) == 1 && v.Staff.Signals[0].WordsLost
	})
	if got := s.signals(dana, 1)[0]; got.Kind != "unsafe" || got.Words != "" {
		t.Errorf("after the server has died Dana sees %+v", got)
	}
	s.do(dana, protocol.SignalSeen{Signal: s.signals(dana, 1)[0].Signal})
	s.await(ana, "that Dana has seen it", func(v protocol.View) bool {
		return len(v.You.Signals) == 1 && v.You.Signals[0].State == "seen" && v.You.Signals[0].SeenBy == "Dana"
	})

	_ = dana.Do(s.ctx, protocol.SessionEnd{}) // the answer may come after the goodbye
	<-dana.Done()
	<-ana.Done()
	dana = s.join("Dana")
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true}) // answered once it is saved, and so what came before
	if kept := store.saved(s); strings.Contains(kept, "unsafe") || !strings.Contains(kept, "seats") {
		t.Errorf("after the end there is %s", kept)
	}
	saved := store.everSaved(s)
	if !strings.Contains(saved, `"unsafe"`) {
		t.Error("control: the journal of Redis doesn't hold what was saved")
	}
	if strings.Contains(store.everKept(), `"unsafe"`) {
		t.Error("Redis was told the kind of a signal in the clear")
	}
	for what, text := range map[string]string{
		"Redis was told": store.everKept(), "Redis was told, sealed,": saved, "the server has printed": s.printed(),
	} {
		for _, typed := range []string{wordsForStaff, askedInWords, answerToHer} {
			if strings.Contains(text, typed) {
				t.Errorf("%s %q", what, typed)
			}
		}
	}
}
