package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
	"go.uber.org/goleak"

	"alcove/room"
	"alcove/signaling/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// come brings a bot in by its link and ends it with the test.
func come(t *testing.T, s *echo, cfg Config) *Bot {
	t.Helper()
	cfg.BaseURL = s.url
	if cfg.Link == "" && cfg.Token == "" {
		cfg.Link = s.url + "/join#secret"
	}
	b, err := Join(within(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// within bounds what should take a moment, so that a fault shows as a failure and not as a test that hangs.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// sit brings a bot in and waits for its media.
func sit(t *testing.T, s *echo, cfg Config) *Bot {
	t.Helper()
	b := come(t, s, cfg)
	s.seat(1, true, true)
	if err := b.AwaitMedia(within(t)); err != nil {
		t.Fatal(err)
	}
	return b
}

// take waits for the next value of c, or for its end.
func take[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-within(t).Done():
		t.Fatal("nothing came")
		panic("not reached")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestABotComesInByItsLinkAndSaysThatItIsReady(t *testing.T) {
	s := newEcho(t)
	b := come(t, s, Config{Colour: 1, Tone: 1, KeepFrames: true})
	if hello := next[protocol.Hello](s); hello.Token != "token" || hello.Ticket != "" {
		t.Errorf("hello: %+v", hello)
	}
	s.send(protocol.View{Version: 1, Place: lobby})
	next[protocol.LobbyReady](s)
	s.seat(2, false, false)
	if !next[protocol.MicSet](s).On || !next[protocol.CameraSet](s).On {
		t.Error("the devices were not turned on")
	}
	view, err := b.Await(within(t), func(v protocol.View) bool { return v.Place == circle })
	must(t, err)
	if view.You.Seat != 1 {
		t.Errorf("seat %d", view.You.Seat)
	}
	if frames := b.Frames(); len(frames) < 3 || !strings.Contains(string(frames[0]), `"welcome"`) {
		t.Errorf("%d frames kept, the first is %q", len(frames), frames[:1])
	}
}

func TestAWrongLinkIsAnError(t *testing.T) {
	s := newEcho(t)
	if _, err := Join(within(t), Config{BaseURL: s.url, Link: "guessed"}); err == nil {
		t.Error("came in")
	}
}

func TestAPingIsAnsweredWithItsNumber(t *testing.T) {
	s := newEcho(t)
	come(t, s, Config{})
	s.send(protocol.Ping{N: 7})
	if n := take(t, s.pongs); n != 7 {
		t.Errorf("pong %d", n)
	}
}

func TestTheServersAnswerToACommandIsReturned(t *testing.T) {
	s := newEcho(t)
	s.refuse["seat.mute"] = "not-allowed"
	b := come(t, s, Config{})
	must(t, b.Do(within(t), protocol.HandRaise{}))
	var refused *RefusedError
	if err := b.Do(within(t), protocol.SeatMute{Seat: 2}); !errors.As(err, &refused) || refused.Code != "not-allowed" {
		t.Errorf("got %v", err)
	}
}

func TestAnOlderViewIsIgnored(t *testing.T) {
	s := newEcho(t)
	b := come(t, s, Config{})
	s.send(protocol.View{Version: 5, Place: lobby})
	s.send(protocol.View{Version: 4, Place: lobby, Running: true})
	s.send(protocol.MediaSpeaking{Seats: []int{3}}) // comes after both
	must(t, b.AwaitSpeaking(within(t), func(seats []int) bool { return len(seats) == 1 && seats[0] == 3 }))
	if v := b.View(); v.Version != 5 || v.Running {
		t.Errorf("view %d", v.Version)
	}
}

func TestABotWhoseLineIsCutComesBackByItsTicket(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Colour: 2, Tone: 2})
	next[protocol.Hello](s)
	s.send(protocol.Ticket{Ticket: "newer"})
	s.send(protocol.MediaSpeaking{Seats: []int{1}})
	must(t, b.AwaitSpeaking(within(t), func(seats []int) bool { return len(seats) == 1 }))
	b.CutLine()
	if hello := next[protocol.Hello](s); hello.Ticket != "newer" || hello.Token != "" {
		t.Errorf("hello: %+v", hello)
	}
	if len(b.Slots()) != 0 {
		t.Error("slots of the old connection are still bound")
	}
	s.seat(1, true, true)
	must(t, b.AwaitMedia(within(t)))
	must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Tone: 2}, 3))
	if len(s.offers) != 2 {
		t.Errorf("%d offers", len(s.offers))
	}
}

func TestABotGoesOnWithThePeerConnectionThatTheServerHasKept(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Colour: 2, Tone: 2})
	must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Tone: 2}, 3))
	s.mu.Lock()
	s.media = protocol.MediaKept
	s.mu.Unlock()
	for restart := 1; restart <= 2; restart++ {
		b.CutLine()
		must(t, b.await(within(t), func() bool { return b.View().Version == 0 }))
		s.seat(1, true, true)
		must(t, b.await(within(t), func() bool { return b.Restarts() == restart }))
		must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Tone: 2}, 3))
	}
	if len(s.pcs) != 1 || b.Offers() != 3 {
		t.Errorf("%d peer connections, %d offers", len(s.pcs), b.Offers())
	}
}

func TestABotMakesAnotherPeerConnectionWhenARestartIsRefused(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Tone: 2})
	s.mu.Lock()
	s.media, s.refuse["media.offer"] = protocol.MediaKept, "media"
	s.mu.Unlock()
	<-s.offers
	b.CutLine()
	must(t, b.await(within(t), func() bool { return b.View().Version == 0 }))
	s.seat(1, true, true)
	first := originOf(take(t, s.offers))
	s.mu.Lock()
	delete(s.refuse, "media.offer")
	s.mu.Unlock()
	if second := originOf(take(t, s.offers)); second == first {
		t.Error("the next offer comes from the same peer connection")
	}
	must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Tone: 2}, 3))
	if b.Restarts() != 0 {
		t.Error("a refused restart counts")
	}
}

func TestAGoodbyeForGoodEndsTheBot(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Colour: 1})
	s.send(protocol.Bye{Why: "session-over"})
	take(t, b.Done())
	var bye *GoodbyeError
	if !errors.As(b.Err(), &bye) || bye.Bye.Why != "session-over" {
		t.Errorf("got %v", b.Err())
	}
	if _, err := b.Await(within(t), func(v protocol.View) bool { return v.Place == "nowhere" }); !errors.As(err, &bye) {
		t.Errorf("waiting for a bot that has ended: %v", err)
	}
}

func TestABotThatDoesNotResumeEndsWithItsLine(t *testing.T) {
	s := newEcho(t)
	b := come(t, s, Config{NoResume: true})
	b.CutLine()
	take(t, b.Done())
}

func TestTheOfferHasItsLinesInTheAgreedOrder(t *testing.T) {
	s := newEcho(t)
	sit(t, s, Config{})
	var lines []string
	for line := range strings.Lines(take(t, s.offers)) {
		line = strings.TrimSpace(line)
		if kind, ok := strings.CutPrefix(line, "m="); ok {
			lines = append(lines, strings.Fields(kind)[0])
		}
		if line == "a=sendonly" || line == "a=recvonly" {
			lines[len(lines)-1] += " " + strings.TrimPrefix(line, "a=")
		}
	}
	want := "audio sendonly, video sendonly, video sendonly, audio sendonly, " +
		"audio recvonly, video recvonly, audio recvonly, video recvonly, video recvonly, audio recvonly"
	if got := strings.Join(lines, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestToneAndColourAreRecognisedAtTheOtherEnd(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Colour: 5, Tone: 9})
	must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Kind: "audio", Tone: 9}, 5))
	must(t, b.AwaitPackets(within(t), Stream{Seat: 2, Kind: "video", Colour: 5}, 5))
	if n := b.Received(Stream{Seat: 2, Kind: "video", Colour: 4}).Packets; n != 0 {
		t.Errorf("%d packets of another colour", n)
	}
	if n := b.Received(Stream{Seat: 3}).Packets; n != 0 {
		t.Errorf("%d packets of an empty seat", n)
	}
}

func TestAMutedBotFallsSilentUnlessItIsHostile(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Colour: 3, Tone: 3})
	sound, picture := Stream{Seat: 2, Tone: 3}, Stream{Seat: 2, Colour: 3}
	must(t, b.AwaitPackets(within(t), sound, 3))

	s.seat(2, false, true)
	_, err := b.Await(within(t), func(v protocol.View) bool { return v.Version == 2 })
	must(t, err)
	for ctx := within(t); ; { // until what was under way has arrived
		leaked, err := b.Leaked(ctx, sound, picture, 5)
		if err != nil {
			t.Fatalf("%d packets while muted: %v", leaked, err)
		}
		if leaked == 0 {
			break
		}
	}
	b.IgnoreServer(true)
	must(t, b.AwaitPackets(within(t), sound, 3))
}

func TestAHostileBotOutlivesItsGoodbye(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Tone: 4})
	b.IgnoreServer(true)
	s.send(protocol.Bye{Why: "today"})
	take(t, b.Done())
	for range len(s.sent) {
		<-s.sent
	}
	for range 5 {
		s.heard(func(rtpHeard) bool { return true })
	}
}

func TestAPictureBeginsAgainWithAKeyFrameWhenOneIsNeeded(t *testing.T) {
	s := newEcho(t)
	sit(t, s, Config{Colour: 6})
	isKey := func(p rtpHeard) bool { return len(p.packet.Payload) > 400 } // the others are ten times smaller
	s.heard(isKey)
	s.heard(func(p rtpHeard) bool { return !isKey(p) })
	s.mu.Lock()
	loss := s.loss[""]
	s.mu.Unlock()
	for range len(s.sent) {
		<-s.sent
	}
	loss()
	frames := 0
	s.heard(func(p rtpHeard) bool { frames++; return isKey(p) })
	if frames > 8 {
		t.Errorf("the key frame came after %d frames", frames)
	}
}

func TestSoundCanBeSentOnTheLineOfAnother(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Tone: 7})
	if honest := s.heard(func(rtpHeard) bool { return true }); honest.mid != s.mid(microphone) {
		t.Fatalf("the microphone is on line %s", honest.mid)
	}
	must(t, b.Reroute(room.SourceMicrophone, room.SourceScreenSound))
	s.heard(func(p rtpHeard) bool { return p.mid == s.mid(screenSound) })
	if b.Reroute(room.SourceMicrophone, room.SourceCamera) == nil {
		t.Error("sound on a line for pictures")
	}
}

func TestAnotherPeerConnectionCanBeOpenedBesideTheFirst(t *testing.T) {
	s := newEcho(t)
	b := sit(t, s, Config{Tone: 7})
	must(t, b.OpenAnother(within(t)))
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pcs) != 2 {
		t.Errorf("%d peer connections", len(s.pcs))
	}
}

// written is a webrtc.TrackLocalWriter that keeps the headers.
type written struct {
	webrtc.TrackLocalWriter
	headers []rtp.Header
}

func (w *written) WriteRTP(h *rtp.Header, _ []byte) (int, error) {
	w.headers = append(w.headers, h.Clone())
	return 0, nil
}

func TestALiarsPacketsClaimAnotherOrigin(t *testing.T) {
	const ssrc, level, mid, rid = 77, 1, 2, 3
	var out written
	s := &stage{}
	honestly := &track{kind: audio}
	honestly.bound.Store(&binding{out: &out, ssrc: ssrc, payload: 111, level: level, mid: mid, rid: rid})
	s.tracks[microphone] = []*track{honestly}
	b := &Bot{}
	o := b.outlet(s, microphone, 0)

	o.write(silence, 960, false, quietness)
	b.SwapSSRC(room.SourceMicrophone)
	b.ClaimMid(room.SourceMicrophone, "5")
	b.ClaimRID(room.SourceMicrophone, "h")
	o.write(silence, 1920, false, loudness)

	honest, liar := out.headers[0], out.headers[1]
	if honest.SSRC != ssrc || honest.GetExtension(rid) != nil || string(honest.GetExtension(level)) != "\x7f" {
		t.Errorf("the honest packet: %+v", honest)
	}
	if liar.SSRC == ssrc || string(liar.GetExtension(mid)) != "5" || string(liar.GetExtension(rid)) != "h" {
		t.Errorf("the lie: %+v", liar)
	}
	if liar.SequenceNumber != honest.SequenceNumber+1 || string(liar.GetExtension(level)) != "\x9e" {
		t.Errorf("the packet after it: %+v", liar)
	}
}

func TestARawFrameIsSentAsItIs(t *testing.T) {
	s := newEcho(t)
	b := come(t, s, Config{})
	next[protocol.Hello](s)
	must(t, b.SendRaw(within(t), []byte("{")))
	if m := take(t, s.from); m.FromBrowser != nil {
		t.Errorf("got %T", m.FromBrowser)
	}
}

func TestSpeechSoundsWhenItShould(t *testing.T) {
	pattern := Speech{Talk: 2 * time.Second, Pause: 3 * time.Second, After: time.Second}
	tests := map[string]struct {
		speech Speech
		at     time.Duration
		want   bool
	}{
		"the zero value always sounds": {Speech{}, time.Hour, true},
		"not before it begins":         {pattern, 0, false},
		"when it begins":               {pattern, time.Second, true},
		"not in its pause":             {pattern, 3 * time.Second, false},
		"again after its pause":        {pattern, 6 * time.Second, true},
		"never when silent":            {Speech{Silent: true}, 0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.speech.sounds(test.at); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestEveryWorkCanBeToldFromTheOthers(t *testing.T) {
	w, err := loadWorks()
	must(t, err)
	for i := range Works {
		colour, tone := Colour(i+1), Tone(i+1)
		if colour.Name() == "" {
			t.Errorf("colour %d has no name", colour)
		}
		for rank, clip := range w.clips[i] {
			for n, frame := range clip {
				if len(frame) > payload && (n > 0 || rank < MostLayers-1) {
					t.Errorf("frame %d of %s, size %d, does not fit one packet", n, colour.Name(), rank)
				}
				if got := w.recognise(frame); got.colour != colour || got.height != heights[rank] {
					t.Errorf("frame %d of %s, size %d, was taken for %+v", n, colour.Name(), rank, got)
				}
			}
		}
		known := 0
		for _, packet := range w.tones[i] {
			if w.recognise(packet).tone == tone {
				known++
			}
		}
		if known < len(w.tones[i])*9/10 {
			t.Errorf("only %d of %d packets of tone %d are its own", known, len(w.tones[i]), tone)
		}
	}
	if Colour(0).Name() != "" || Colour(Works+1).Name() != "" {
		t.Error("a colour that does not exist has a name")
	}
}
