package signaling

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alcove/room"
	"alcove/signaling/protocol"
)

func TestEveryMessageHasAMeaning(t *testing.T) {
	session := []string{"hello", "pong", protocol.TypeMediaOffer, "media.want", "line.look", "talk.look"}
	for _, row := range protocol.BrowserRows() {
		_, isCommand := commandOf(row.Zero.(protocol.FromBrowser))
		if isCommand == slices.Contains(session, row.Type) {
			t.Errorf("%s: is a command: %v; want exactly one meaning", row.Type, isCommand)
		}
	}
}

func TestEveryRefusalOfTheRoomHasACode(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../room/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	sentinels := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			sentinels += len(v.Names)
		}
		return true
	})
	rows := 0
	for _, row := range codes {
		switch row.code {
		case codeUnknown, codeMalformed, codeMedia, codeFault, codeUnavailable: // not the room's
		default:
			rows++
		}
	}
	if rows != sentinels-1 { // ErrRefused ends a connection with bye instead
		t.Errorf("%d codes for %d refusals of the room", rows, sentinels-1)
	}
}

func TestFirstFrameMustBeAHello(t *testing.T) {
	w := newWorld(t)
	for name, frame := range map[string]string{
		"not JSON":           "hello",
		"another message":    `{"type":"session.start"}`,
		"nobody":             `{"type":"hello","data":{"protocol":1}}`,
		"token and ticket":   `{"type":"hello","data":{"protocol":1,"token":"dana","ticket":"ticket dana"}}`,
		"deep":               strings.Repeat(`{"data":`, 10_000),
		"an array of arrays": strings.Repeat(`[`, 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			p := w.dial()
			p.t = t
			p.raw(frame)
			if bye, _ := p.ending(); bye.Why != whyMalformed {
				t.Errorf("told %+v, want malformed", bye)
			}
		})
	}
}

func TestOtherProtocolVersionIsAskedToReload(t *testing.T) {
	p := newWorld(t).dial()
	p.send(protocol.Hello{Protocol: protocol.Version + 1, Token: "anything"})
	if bye, _ := p.ending(); bye.Why != whyReload {
		t.Errorf("told %+v, want to reload", bye)
	}
}

func TestWaitingPersonLearnsNothingOfTheGroup(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	waiting := w.arrive("mei")
	circle[0].do(protocol.HandRaise{})
	circle[1].do(protocol.MicSet{On: true})
	dana.do(protocol.SeatMute{Seat: 3})
	waiting.do(protocol.LobbyReady{})
	seen := regexp.MustCompile(`"ticket":"[^"]+"`).ReplaceAllString(string(waiting.seen), "") // any letters may be in it
	for _, word := range []string{"Ana", "Sam", "Dana", surname, "Tuesday", "seats", "circle", "staff", "hands", "waiting"} {
		if strings.Contains(seen, word) {
			t.Errorf("a waiting person was sent %q in %s", word, seen)
		}
	}
	if !strings.Contains(string(circle[0].seen), "Sam") {
		t.Error("control: a client in the circle was not sent Sam's name")
	}
	if strings.Contains(string(circle[0].seen), surname) || strings.Contains(string(circle[0].seen), "person-") {
		t.Error("a client was sent a surname or an id")
	}
	if !strings.Contains(string(dana.seen), surname) {
		t.Error("control: staff were not sent a roster name")
	}
}

func TestForgedFieldsChangeNothing(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	ana := circle[0]
	circle[1].do(protocol.MicSet{On: true})
	dana.until(func(v protocol.View) bool { return v.Circle.Seats[2].Microphone })
	before := dana.view
	for _, row := range protocol.BrowserRows() {
		command, ok := commandOf(row.Zero.(protocol.FromBrowser))
		if _, staff := staffCommandOf(row.Zero.(protocol.FromBrowser)); !ok || !staff {
			continue
		}
		ana.raw(plainJSON(row.Type, map[string]any{
			"seat": 3, "waiting": 1, "reason": "asked", "agree": true,
			"role": "therapist", "from": 1, "by": "person-dana", "sub": "person-dana", "visit": "x",
		}))
		for {
			if refused, ok := ana.next().(protocol.Refused); ok {
				if refused.Code != "not-allowed" {
					t.Errorf("%s (%T): refused with %q, want not-allowed", row.Type, command, refused.Code)
				}
				break
			}
		}
	}
	dana.do(protocol.HandRaise{}) // a change of her own, so that a view comes
	after := dana.until(func(v protocol.View) bool { return len(v.Circle.Hands) == 1 })
	if diff := cmp.Diff(before.Circle.Seats, after.Circle.Seats); diff != "" {
		t.Errorf("a client's forged messages changed the circle:\n%s", diff)
	}
}

func TestHandsRaisedAtTheSameTimeHaveOneOrderForEverybody(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam", "mei")
	everybody := append([]*page{dana}, circle...)
	for range 10 {
		var raised sync.WaitGroup
		for _, p := range circle {
			raised.Go(func() { p.send(protocol.HandRaise{}) })
		}
		raised.Wait()
		var order []int
		for i, p := range everybody {
			v := p.until(func(v protocol.View) bool { return len(v.Circle.Hands) == len(circle) })
			if i == 0 {
				order = v.Circle.Hands
			}
			if !slices.Equal(v.Circle.Hands, order) {
				t.Fatalf("one sees the order %v, another %v", order, v.Circle.Hands)
			}
		}
		for _, p := range circle {
			p.do(protocol.HandLower{})
		}
		for _, p := range everybody {
			p.until(func(v protocol.View) bool { return len(v.Circle.Hands) == 0 })
		}
	}
}

func TestFloodIsCutOffAndOthersGoOn(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana", "sam")
	for range messagesBurst * 3 {
		if circle[0].conn.Write(t.Context(), 1, []byte(`{"type":"hand.raise"}`)) != nil {
			break
		}
	}
	if bye, code := circle[0].ending(); bye.Why != whyTooMany || code != closeComeBack {
		t.Errorf("the flooder was told %+v and %d, want too-many and %d", bye, code, closeComeBack)
	}
	circle[1].do(protocol.HandRaise{})
	dana.until(func(v protocol.View) bool { return slices.Contains(v.Circle.Hands, 3) })
}

func TestTicketResumesTheSeatAndTheOldConnectionIsTold(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana")
	again := w.dial()
	again.send(protocol.Hello{Protocol: protocol.Version, Ticket: circle[0].ticket})
	v := again.until(func(protocol.View) bool { return true })
	if v.Place != "circle" || v.You.Seat != 2 {
		t.Errorf("resumed at %s, seat %d; want the circle, seat 2", v.Place, v.You.Seat)
	}
	if bye, _ := circle[0].ending(); bye.Why != "elsewhere" || bye.ComeBack {
		t.Errorf("the old connection was told %+v, want elsewhere and not to come back", bye)
	}
	dana.do(protocol.SeatMute{Seat: 2})
}

func TestClosingServerSendsEverybodyComeBack(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana")
	var closed sync.WaitGroup
	closed.Go(w.server.Close)
	for _, p := range append(circle, dana) {
		if bye, code := p.ending(); bye.Why != whyRestart || !bye.ComeBack || code != closeComeBack {
			t.Errorf("told %+v and %d, want to come back", bye, code)
		}
	}
	closed.Wait()
}

func TestClientAddressComesFromTrustedProxiesOnly(t *testing.T) {
	s := &Server{Config: Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for name, c := range map[string]struct{ remote, forwarded, want string }{
		"no proxy":                   {"198.51.100.7:4000", "", "198.51.100.7"},
		"a stranger's claim":         {"198.51.100.7:4000", "203.0.113.9", "198.51.100.7"},
		"a trusted proxy's word":     {"10.0.0.1:4000", "203.0.113.9", "203.0.113.9"},
		"a claim in front of it":     {"10.0.0.1:4000", "192.0.2.1, 203.0.113.9", "203.0.113.9"},
		"two trusted proxies":        {"10.0.0.1:4000", "203.0.113.9, 10.0.0.2", "203.0.113.9"},
		"a trusted proxy's nonsense": {"10.0.0.1:4000", "unknown", "10.0.0.1"},
		"IPv4 in IPv6":               {"[::ffff:198.51.100.7]:4000", "", "198.51.100.7"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: c.remote, Header: http.Header{}}
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			if got := s.clientAddr(r).String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestSlowBrowserIsCutOffAndOnlyNewestViewsWait(t *testing.T) {
	o := newOutbox()
	for v := range uint64(1000) {
		o.put(latestView, protocol.View{Version: v, Place: "lobby"})
	}
	letters, _, err := o.take()
	if err != nil || len(letters) != 1 || !strings.Contains(string(letters[0].frame), `"version":999`) {
		t.Fatalf("%d letters wait (%v), want the newest view alone", len(letters), err)
	}
	for range maxWaiting + 1 {
		o.put(everyOne, protocol.Done{ID: 1})
	}
	letters, code, err := o.take()
	if err != errFinished || code != closeComeBack || len(letters) != 1 { //nolint:errorlint // never wrapped
		t.Fatalf("%d letters, code %d, %v; want a single goodbye that says come back", len(letters), code, err)
	}
}

// wanting is media that keep how large pictures are wanted.
type wanting struct {
	noMedia
	wishes chan []protocol.Wish
	visits chan room.VisitID
}

func (w wanting) Want(_ room.ID, visit room.VisitID, wishes []protocol.Wish) {
	w.wishes <- wishes
	w.visits <- visit
}

func TestHowLargePicturesAreWantedReachesMedia(t *testing.T) {
	media := wanting{wishes: make(chan []protocol.Wish, 10), visits: make(chan room.VisitID, 10)}
	w := newWorld(t, func(c *Config) { c.Media = media })
	_, circle := w.session("ana")
	for name, bad := range map[string][]protocol.Wish{
		"less than nothing": {{Mid: "5", Height: -1}},
		"an endless list":   make([]protocol.Wish, maxWishes+1),
	} {
		if refused := circle[0].answered(protocol.MediaWant{Slots: bad}); refused == nil || refused.Code != codeMalformed {
			t.Errorf("%s: answered with %v", name, refused)
		}
	}
	want := []protocol.Wish{{Mid: "5", Height: 360}, {Mid: "7", Height: 0}}
	circle[0].send(protocol.MediaWant{Slots: want})
	if diff := cmp.Diff(want, <-media.wishes); diff != "" {
		t.Error(diff)
	}
	if len(media.wishes) != 0 {
		t.Error("what was refused reached media")
	}
	ana := <-media.visits
	w.server.UseLayers(ana, []string{"q", "h"})
	w.server.UseLayers(ana, []string{"q"})
	for {
		if m, ok := circle[0].next().(protocol.MediaLayers); ok && len(m.Active) == 1 {
			break
		}
	}
}

func TestNoPersonalWordIsLogged(t *testing.T) {
	w := newWorld(t)
	dana, circle := w.session("ana")
	circle[0].answered(protocol.MediaOffer{SDP: "v=0 192.0.2.77 candidate"})
	dana.send(protocol.SessionEnd{})
	if bye, _ := circle[0].ending(); bye.Why != "session-over" {
		t.Errorf("told %+v when the session ended", bye)
	}
	w.server.Close()
	w.house.Close()
	for _, word := range []string{surname, "Ana", "person-", "192.0.2.77", "127.0.0.1"} {
		if strings.Contains(w.logged.String(), word) {
			t.Errorf("%q was logged: %s", word, w.logged)
		}
	}
}

func TestReasonsOnTheWireAreThoseOfTheRoom(t *testing.T) {
	var rules []string
	for _, r := range room.Reasons() {
		rules = append(rules, string(r))
	}
	var wire []string
	for _, r := range protocol.Reasons() {
		wire = append(wire, string(r))
	}
	if diff := cmp.Diff(rules, wire); diff != "" {
		t.Errorf("the protocol's reasons differ from the room's:\n%s", diff)
	}
}
