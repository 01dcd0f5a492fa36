package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// lookedAt returns the last line.details of a seat that a bot has been sent.
func lookedAt(b *bot.Bot, seat int) (last *protocol.LineDetails) {
	for _, frame := range b.Frames() {
		if m, err := protocol.DecodeFromServer(frame); err == nil {
			if details, ok := m.(protocol.LineDetails); ok && details.Seat == seat {
				last = &details
			}
		}
	}
	return last
}

// looks asks about a line until the answer is as wanted. Each of the server's pings is time for one question.
func (s *server) looks(b *bot.Bot, seat int, want func(protocol.LineDetails) bool) protocol.LineDetails {
	s.t.Helper()
	frame := fmt.Appendf(nil, `{"type":"line.look","data":{"seat":%d}}`, seat)
	for {
		if err := b.SendRaw(s.ctx, frame); err != nil {
			s.t.Fatal(err)
		}
		if err := b.AwaitPings(s.ctx, 1); err != nil {
			s.t.Fatalf("the line of seat %d is still %+v: %v", seat, lookedAt(b, seat), err)
		}
		if got := lookedAt(b, seat); got != nil && want(*got) {
			return *got
		}
	}
}

// addressOf is the beginning of every address that is in use here.
const addressOf = "127.0.0."

func TestStaffSeeHowALineFaresAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	s := start(t)
	dana := s.join("Dana", coloured(16), keepingFrames)
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Open: true})
	ana := s.enter(dana, "Ana", coloured(1), keepingFrames)
	sam := s.enter(dana, "Sam", coloured(2), keepingFrames)
	s.audible(sam, "Sam", tone(1))

	details := s.looks(dana, 2, func(d protocol.LineDetails) bool {
		return d.State == protocol.LineGood && d.LossUp != nil && d.Sends.Size > 0 && d.Receives.Only > 0
	})
	if *details.LossUp > 100 || details.Path != "udp" || details.Sends.Of < 1 { // a bot reports nothing; browsers do
		t.Errorf("her line is %+v", details)
	}
	if got := s.looks(dana, 9, func(protocol.LineDetails) bool { return true }); got.State != protocol.LineNone {
		t.Errorf("an empty seat has %+v", got)
	}

	for seat := range 5 {
		err := ana.Do(s.ctx, protocol.LineLook{Seat: seat})
		if refused := new(bot.RefusedError); !errors.As(err, &refused) || refused.Code != "not-allowed" {
			t.Errorf("a client who asks about seat %d is answered with %v", seat, err)
		}
		forged := fmt.Sprintf(`{"type":"line.look","role":"therapist","data":{"seat":%d,"role":"therapist","visit":"1"}}`, seat)
		if err := ana.SendRaw(s.ctx, []byte(forged)); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range []*bot.Bot{ana, sam} {
		if err := b.AwaitPings(s.ctx, 2); err != nil { // what was under way arrives
			t.Fatal(err)
		}
	}
	// The control: whatever is looked for is in the therapist's frames.
	all := func(b *bot.Bot) string { return string(bytes.Join(b.Frames(), []byte("\n"))) }
	for _, mark := range []string{"line.details", "lossUp", "sends", "receives"} {
		if !strings.Contains(all(dana), mark) {
			t.Errorf("the therapist was not sent %q", mark)
		}
		for who, b := range map[string]*bot.Bot{"Ana": ana, "Sam": sam} {
			if strings.Contains(all(b), mark) {
				t.Errorf("%s was sent %q", who, mark)
			}
		}
	}
	for frame := range strings.Lines(all(dana)) {
		if strings.Contains(frame, "line.details") && (strings.Contains(frame, addressOf) || strings.Contains(frame, "candidate")) {
			t.Errorf("a line tells an address: %s", frame)
		}
	}
	if !strings.Contains(s.media, addressOf) {
		t.Errorf("no address here looks like %s", s.media)
	}
}
