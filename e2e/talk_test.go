package e2e

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// speaker is a feed with the levels and sizes of a voice: syllables four times a second.
type speaker struct {
	packet [120]byte
}

func (s *speaker) Sound(n int) ([]byte, uint8) {
	s.packet[0] = 0xf8 // Opus, 20 ms
	size, level := 60+n*7%40, uint8(18)
	if n%12 > 7 {
		size, level = 40+n*3%15, 58
	}
	return s.packet[:size], level
}

func (*speaker) Picture(int, bool) [][]byte { return nil }
func (*speaker) FramesPerSecond() int       { return 15 }

// talk returns the last figures that a bot has been sent.
func talk(b *bot.Bot) (last *protocol.TalkFigures) {
	for _, frame := range b.Frames() {
		if m, err := protocol.DecodeFromServer(frame); err == nil {
			if figures, ok := m.(protocol.TalkFigures); ok {
				last = &figures
			}
		}
	}
	return last
}

func TestStaffSeeWhoHasSpokenAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	s := start(t)
	feeding := func(f bot.Feed) func(*bot.Config) { return func(c *bot.Config) { c.Feed = f } }
	dana := s.join("Dana", coloured(16), keepingFrames)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana := s.enter(dana, "Ana", feeding(&speaker{}), keepingFrames)
	sam := s.enter(dana, "Sam", feeding(&speaker{}), keepingFrames)
	s.do(dana, protocol.SeatMute{Seat: 3}) // and Sam sends on
	if err := ana.AwaitSpeaking(s.ctx, func(seats []int) bool { return len(seats) > 0 }); err != nil {
		t.Fatal(err)
	}
	spoken := func(f *protocol.TalkFigures) bool { return f != nil && f.People[1].Seconds >= 2 }
	for !spoken(talk(dana)) { // each of the server's pings is time for one question
		if err := dana.SendRaw(s.ctx, []byte(`{"type":"talk.look","data":{}}`)); err != nil {
			t.Fatal(err)
		}
		if err := dana.AwaitPings(s.ctx, 1); err != nil {
			t.Fatalf("the figures are still %+v: %v", talk(dana), err)
		}
	}
	figures := talk(dana)
	if one := figures.People[1]; one.Seat != 2 || one.Turns != 1 || one.Doubted {
		t.Errorf("Ana's figures are %+v", one)
	}
	if one := figures.People[2]; one.Seat != 3 || one.Turns > 1 || one.Seconds > figures.People[1].Seconds {
		t.Errorf("Sam, who is muted, has %+v", one)
	}

	for who, b := range map[string]*bot.Bot{"Ana": ana, "Sam": sam} {
		err := b.Do(s.ctx, protocol.TalkLook{})
		if refused := new(bot.RefusedError); !errors.As(err, &refused) || refused.Code != "not-allowed" {
			t.Errorf("%s, a client who asks, is answered with %v", who, err)
		}
		forged := []byte(`{"type":"talk.look","role":"therapist","data":{"role":"therapist","visit":"1"}}`)
		if err := b.SendRaw(s.ctx, forged); err != nil {
			t.Fatal(err)
		}
		if err := b.AwaitPings(s.ctx, 2); err != nil { // what was under way arrives
			t.Fatal(err)
		}
	}
	// The control: whatever is looked for is in the therapist's frames.
	all := func(b *bot.Bot) string { return string(bytes.Join(b.Frames(), []byte("\n"))) }
	for _, mark := range []string{"talk.", "backChannels", "staffSeconds", "longSilences", "quieterFirst", "sinceSpoke"} {
		if !strings.Contains(all(dana), mark) {
			t.Errorf("the therapist was not sent %q", mark)
		}
		for who, b := range map[string]*bot.Bot{"Ana": ana, "Sam": sam} {
			if strings.Contains(all(b), mark) {
				t.Errorf("%s was sent %q", who, mark)
			}
		}
	}
}
