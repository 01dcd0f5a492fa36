package e2e

import (
	"errors"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// received is how many packets have reached a bot by now.
func received(b *bot.Bot) uint64 { return b.Received(bot.Stream{}).Packets }

// agrees answers about the one observer there is.
func (s *server) agrees(b *bot.Bot, agree bool) {
	s.t.Helper()
	s.await(b, "the question", func(v protocol.View) bool { return len(v.You.Observers) == 1 })
	s.do(b, protocol.ObserverAnswer{Observer: b.View().You.Observers[0].Observer, Agree: agree})
}

// Otto sends tone 7, whatever he may. Ana is on seat 2 and sends tone 1, Sam on seat 3 sends tone 2.
func TestAnObserverHearsWithEverybodysYesAndIsNeverHeard(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.command("group", "set", "--group", "demo", "--name", "Demo group", "--host-name", "Dana", "--observers")
	s.enrol("Otto", "observer")
	dana, circle := s.circle("Ana", "Sam")
	ana, sam := circle[0], circle[1]
	otto := s.join("Otto", coloured(7), keepingFrames)
	outside := func(what string) {
		t.Helper()
		before := received(otto)
		s.audible(ana, "Ana", tone(2)) // time passes, and the group goes on
		if got := received(otto) - before; got != 0 {
			t.Errorf("%s: %d packets reached the observer", what, got)
		}
	}
	s.admit(dana, "Otto")
	s.await(otto, "that the group is asked", func(v protocol.View) bool { return v.You.GroupAsked })
	outside("before anybody has answered")
	s.agrees(ana, true)
	if err := otto.OpenAnother(s.ctx); err == nil {
		t.Error("the offer of an observer outside was answered")
	}
	outside("with one yes of two")
	if frames := strings.Join(texts(otto.Frames()), "\n"); strings.Contains(frames, "Ana") || strings.Contains(frames, "seats") {
		t.Errorf("an observer outside was told of the group: %s", frames)
	}

	s.agrees(sam, true)
	s.audible(otto, "Otto, once everybody agrees,", tone(1))
	otto.IgnoreServer(true)
	s.silent(dana, "Dana", tone(7), tone(1))
	s.silent(ana, "Ana", colour(7), colour(2))
	for _, m := range []protocol.FromBrowser{protocol.MicSet{On: true}, protocol.CameraSet{On: true}} {
		if refused := new(bot.RefusedError); !errors.As(otto.Do(s.ctx, m), &refused) || refused.Code != "not-allowed" {
			t.Errorf("%T by an observer: %v, want not-allowed", m, refused)
		}
	}
	s.silent(sam, "Sam", tone(7), tone(1))

	s.agrees(ana, false)
	s.await(otto, "the lobby", func(v protocol.View) bool { return v.Place == "lobby" })
	s.await(sam, "a circle of three", func(v protocol.View) bool { return len(v.Circle.Seats) == 3 })
	outside("after a yes was taken back")
	s.agrees(ana, true)
	s.audible(otto, "Otto, once more,", tone(1))
}

func TestATechHelperReadsLinesAndNothingOfTheGroup(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.enrol("Tess", "tech-helper")
	dana, circle := s.circle("Ana", "Sam")
	tess := s.join("Tess", coloured(7), keepingFrames)
	refused := new(bot.RefusedError)
	if err := tess.Do(s.ctx, protocol.LineLook{Seat: 2}); !errors.As(err, &refused) || refused.Code != "not-helping" {
		t.Errorf("before staff let her help: %v, want not-helping", err)
	}
	s.admit(dana, "Tess")
	s.await(tess, "three lines", func(v protocol.View) bool { return v.You.Helping && len(v.Lines) == 3 })
	s.await(circle[0], "who helps", func(v protocol.View) bool {
		return len(v.Circle.Helpers) == 1 && v.Circle.Helpers[0] == "Tess"
	})
	s.looks(tess, 2, func(d protocol.LineDetails) bool { return d.State == protocol.LineGood })
	if err := tess.OpenAnother(s.ctx); err == nil {
		t.Error("a helper's offer was answered")
	}
	s.audible(circle[0], "Ana", tone(2))
	if got := received(tess); got != 0 {
		t.Errorf("%d packets reached a helper", got)
	}
	frames := strings.Join(texts(tess.Frames()), "\n")
	for _, word := range []string{"Ana", "Sam", "Ramirez", "seats", "hands", `"staff"`, addressOf} {
		if strings.Contains(frames, word) {
			t.Errorf("a helper was sent %q", word)
		}
	}
	s.do(tess, protocol.MessageStaff{Text: "Seat 2 is fine now"})
	if err := dana.AwaitMessages(s.ctx, 1); err != nil {
		t.Fatal(err)
	}
	if got := dana.Messages()[0]; got.From != "Tess" || got.FromSeat != 0 {
		t.Errorf("Dana was brought %+v", got)
	}
}

const saidAloud = "a heron at the mill pond"

// captioned waits until a bot was brought a caption.
func (s *server) captioned(b *bot.Bot, text string) {
	s.t.Helper()
	if err := b.AwaitCaption(s.ctx, text); err != nil {
		s.t.Fatalf("no caption came: %v", err)
	}
}

func TestCaptionsReachTheCircleAndAreKeptNowhere(t *testing.T) {
	t.Parallel()
	store := startRedis(t)
	s := onRedis(t, store.url(), t.TempDir())
	s.found()
	s.enrol("Cara", "captioner")
	dana := s.join("Dana", keeper)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana, cara := s.enter(dana, "Ana", keeper), s.enter(dana, "Cara", keeper)
	sam := s.join("Sam", keeper)

	s.do(cara, protocol.CaptionSay{Text: saidAloud})
	for _, b := range []*bot.Bot{dana, ana, cara} {
		s.captioned(b, saidAloud)
	}
	refused := new(bot.RefusedError)
	if err := ana.Do(s.ctx, protocol.CaptionSay{Text: saidAloud}); !errors.As(err, &refused) || refused.Code != "not-allowed" {
		t.Errorf("a client's caption: %v, want not-allowed", err)
	}
	s.admit(dana, "Sam")
	s.await(sam, "Sam's seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SeatMute{Seat: 2}) // saved after the caption
	if strings.Contains(told(sam), saidAloud) {
		t.Error("somebody who has come in later was sent a caption")
	}
	saved := store.everSaved(s)
	if !strings.Contains(saved, `"captioner"`) {
		t.Error("control: the journal of Redis doesn't hold what was saved")
	}
	for what, text := range map[string]string{
		"Redis was told": store.everKept(), "Redis was told, sealed,": saved, "the server has printed": s.printed(),
	} {
		if strings.Contains(text, saidAloud) {
			t.Errorf("%s %q", what, saidAloud)
		}
	}
}
