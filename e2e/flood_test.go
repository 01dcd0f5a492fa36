package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"alcove/bot"
	"alcove/signaling/protocol"
)

const (
	// sway is how much packets of sound are listened to while an attack goes on: three seconds.
	sway = 150
	// mostHeap is by how much the live heap of the server may grow while it is attacked, in bytes.
	mostHeap = 16 << 20
	gigabyte = 1 << 30
	many     = 300
)

// attack is one way to be a burden. It plays one round and returns an error if the server did not answer it as it should.
type attack func(ctx context.Context, a *attacker) error

// attacker is where attacks come from: one address, and one member of the group who means no good.
type attacker struct {
	*server
	from   string // an address; everybody else is at 127.0.0.1
	ticket string // of that member, who has a seat
	clock  *bot.Bot
	tally  *tally
}

// beat is closed at the next ping that somebody else gets: twice a second.
func (a *attacker) beat(ctx context.Context) <-chan struct{} {
	next := make(chan struct{})
	go func() {
		defer close(next)
		_ = a.clock.AwaitPings(ctx, 1)
	}()
	return next
}

// tally counts what became of the attacks of one kind.
type tally struct{ tooMany, sent, answered atomic.Int64 }

// round is one kind of attack, or several that are played at once.
type round map[string]attack

// strangers can be played by anybody who knows the address.
var strangers = []round{
	{
		"100 000 lists in one another":   refusedWith("malformed", whole(textFrame, `{"type":"hello","data":`+strings.Repeat("[", 100_000))),
		"a command before hello":         refusedWith("malformed", whole(textFrame, `{"type":"room.mute_all","id":1}`)),
		"a binary hello":                 refusedWith("malformed", whole(binFrame, `{"type":"hello","data":{"protocol":1,"token":"t"}}`)),
		"text that is no UTF-8":          refusedWith("malformed", whole(textFrame, "\xff\xfe{\"type\":\xc0\x80}")),
		"a hello with a token of bytes":  refusedWith("refused", whole(textFrame, "{\"type\":\"hello\",\"data\":{\"protocol\":1,\"token\":\"\xff\xfe\"}}")),
		"a hello with token and ticket":  refusedWith("malformed", whole(textFrame, `{"type":"hello","data":{"protocol":1,"token":"t","ticket":"t"}}`)),
		"bits that nobody has agreed on": refusedWith("", head(0xf0, textFrame, 0)),
		"a frame without a mask":         refusedWith("malformed", []byte{final | byte(textFrame), 2, '{', '}'}),
		"a ping of 200 bytes":            refusedWith("", whole(pingFrame, strings.Repeat("x", 200))),
	},
	{
		"a message of a gigabyte": gigabyteIn(head(final, textFrame, gigabyte), []byte(strings.Repeat("[", 1<<16))),
		"a gigabyte in fragments": gigabyteIn(head(0, textFrame, 0), append(head(0, continued, 1<<14), strings.Repeat("[", 1<<14)...)),
	},
	{"fragments without an end": crowd(gigabyteIn(head(0, textFrame, 0), repeated(head(0, continued, 0), 1<<12)))},
	{"pings without an end": crowd(gigabyteIn(nil, repeated(whole(pingFrame, "ping"), 1<<12)))},
	{
		"connections that say nothing": silence(""),
		"requests that never end":      silence("GET /ws HTTP/1.1\r\nHost: x\r\nX-A: "),
		"bodies that never end":        silence("POST /api/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n{"),
	},
	{
		"hellos":        hellos,
		"guessed links": guesses,
	},
}

// crowd plays an attack on as many connections at once as one address may open.
func crowd(one attack) attack {
	return func(ctx context.Context, a *attacker) error {
		errs := make(chan error, 50)
		for range cap(errs) {
			go func() { errs <- one(ctx, a) }()
		}
		var err error
		for range cap(errs) {
			err = errors.Join(err, <-errs)
		}
		return err
	}
}

// refusedWith sends one frame and wants to hear why it is turned away, or nothing if the frame was none at all.
func refusedWith(why string, frame []byte) attack {
	return func(ctx context.Context, a *attacker) error {
		w, err := a.open(ctx, a.from)
		if err != nil {
			return a.mayRefuse(err)
		}
		defer func() { _ = w.conn.Close() }()
		if _, err := w.conn.Write(frame); err != nil {
			return fmt.Errorf("the frame: %w", err)
		}
		if bye, _ := w.last(); bye.Why != why && ctx.Err() == nil {
			return fmt.Errorf("the goodbye is %q, want %q", bye.Why, why)
		}
		return nil
	}
}

// mayRefuse takes an answer of 429, which is counted, for what it is: the server has had enough of this address.
func (a *attacker) mayRefuse(err error) error {
	if away := new(turnedAwayError); errors.As(err, &away) && away.status == http.StatusTooManyRequests {
		a.tally.tooMany.Add(1)
		return nil
	}
	return err
}

func repeated(frame []byte, n int) []byte { return []byte(strings.Repeat(string(frame), n)) }

// gigabyteIn goes on sending until it is cut off.
func gigabyteIn(begin, more []byte) attack {
	return func(ctx context.Context, a *attacker) error {
		w, err := a.open(ctx, a.from)
		if err != nil {
			return a.mayRefuse(err)
		}
		defer func() { _ = w.conn.Close() }()
		if _, err := w.conn.Write(begin); err != nil {
			return err
		}
		taken := w.flood(more, gigabyte)
		a.tally.sent.Add(taken)
		if taken >= gigabyte {
			return fmt.Errorf("%d bytes were taken", taken)
		}
		return nil
	}
}

// hellos opens as many connections as the address may, each with a token that opens nothing.
func hellos(ctx context.Context, a *attacker) error {
	for range many {
		if err := refusedWith("refused", whole(textFrame, `{"type":"hello","data":{"protocol":1,"token":"a.b.c"}}`))(ctx, a); err != nil {
			return err
		}
	}
	if a.tally.tooMany.Load() == 0 && ctx.Err() == nil {
		return fmt.Errorf("%d connections from one address, and not one too many", many)
	}
	return nil
}

// silence opens connections at once, begins to say something, and goes on byte by byte until each was cut off.
func silence(begin string) attack {
	return func(ctx context.Context, a *attacker) error {
		var conns []net.Conn
		for range many {
			conn, err := a.connect(ctx, a.from)
			if err != nil {
				return err
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, begin); err != nil {
				return err
			}
			conns = append(conns, conn)
		}
		ended := make(chan struct{})
		var reading sync.WaitGroup
		for _, conn := range conns {
			reading.Go(func() { _, _ = io.Copy(io.Discard, conn) })
		}
		go func() { reading.Wait(); close(ended) }()
		for {
			select {
			case <-ended:
				return nil
			case <-a.beat(ctx):
				for _, conn := range conns {
					if begin != "" {
						_, _ = io.WriteString(conn, "x") // the reader finds out that it has ended
					}
				}
			}
		}
	}
}

// guesses tries links that nobody has.
func guesses(ctx context.Context, a *attacker) error {
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return a.connect(ctx, a.from)
	}}}
	defer client.CloseIdleConnections()
	for i := range many {
		body := strings.NewReader(fmt.Sprintf(`{"link":"%032d"}`, i))
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.page+"/api/exchange", body)
		if err != nil {
			return err
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		switch res.StatusCode {
		case http.StatusForbidden:
			a.tally.answered.Add(1)
		case http.StatusTooManyRequests:
			a.tally.tooMany.Add(1)
		case http.StatusServiceUnavailable: // the store is busy; so much for the guess
		default:
			return fmt.Errorf("a guess was answered with %s", res.Status)
		}
	}
	if a.tally.tooMany.Load() == 0 {
		return errors.New("nobody may guess that often")
	}
	return nil
}

// members can be played by one who has a seat.
var members = map[string]attack{
	"10 000 commands":         sentByAMember(`{"type":"hand.raise","id":%d}`, `{"type":"hand.lower","id":%d}`),
	"10 000 unknown messages": sentByAMember(`{"type":"seat.unmute","id":%d,"data":{"seat":1}}`),
	"messages of 60 kB":       refusedToAMember(`{"type":"name.ask","id":%d,"data":{"name":"` + strings.Repeat("x", 60_000) + `"}}`),
	"nested messages":         refusedToAMember(`{"type":"leave","id":%d,"data":` + strings.Repeat("[", 60_000) + `}`),
	"10 000 offers":           sentByAMember(`{"type":"media.offer","id":%d,"data":{"sdp":"` + strings.Repeat("m=", 3000) + `"}}`),
}

// sentByAMember comes in, sends as fast as it can, and wants to be cut off after a small part of it.
func sentByAMember(frames ...string) attack {
	const flood = 10_000
	return func(ctx context.Context, a *attacker) error {
		w, err := a.open(ctx, a.from)
		if err != nil {
			return a.mayRefuse(err)
		}
		defer func() { _ = w.conn.Close() }()
		if err := w.hello(protocol.Hello{Ticket: a.ticket}); err != nil {
			return err
		}
		sent := make(chan int64, 1)
		go func() {
			n := int64(0)
			for i := range flood {
				if w.say(fmt.Sprintf(frames[i%len(frames)], i+1)) != nil {
					break
				}
				n++
			}
			sent <- n
		}()
		_, err = w.next()
		bye, answers := w.last()
		_ = w.conn.Close()
		a.tally.sent.Add(<-sent)
		a.tally.answered.Add(int64(answers))
		switch {
		case bye.Why != "too-many" && bye.Why != "": // what was not read may reset the line before the word is heard
			return fmt.Errorf("the goodbye is %q, want too-many", bye.Why)
		case err != nil:
			return fmt.Errorf("the member has not come in: %w", err)
		case answers > flood/10:
			return fmt.Errorf("%d messages were answered", answers)
		}
		return nil
	}
}

// refusedToAMember comes in and sends a few frames that are as long as a message may be. More of them wait in the
// attacker's own kernel, so that they never are too many; each is refused.
func refusedToAMember(frame string) attack {
	const few = 10
	return func(ctx context.Context, a *attacker) error {
		w, err := a.open(ctx, a.from)
		if err != nil {
			return a.mayRefuse(err)
		}
		defer func() { _ = w.conn.Close() }()
		if err := w.hello(protocol.Hello{Ticket: a.ticket}); err != nil {
			return err
		}
		for i := range few {
			if err := w.say(fmt.Sprintf(frame, i+1)); err != nil {
				return err
			}
			a.tally.sent.Add(1)
		}
		for range few {
			for answer := protocol.FromServer(nil); answer == nil; {
				m, err := w.next()
				if err != nil {
					return fmt.Errorf("await a refusal: %w", err)
				}
				if _, ok := m.(protocol.Refused); ok {
					answer = m
				}
			}
			a.tally.answered.Add(1)
		}
		return nil
	}
}

// Dana is on seat 1 and sends tone 16, Ana on seat 2 tone 1, Sam on seat 3 tone 2; the others only listen. Whoever
// attacks is nobody, or Kofi, who has the twelfth seat.
func TestAHostileNetworkLeavesTheOtherElevenUntouched(t *testing.T) {
	t.Parallel()
	s := startFor(t, long)
	dana, circle := s.circle("Ana", "Sam")
	others := append([]*bot.Bot{dana}, circle...)
	for _, name := range []string{"Mei", "Ravi", "Grace", "Luis", "Noor", "Tom", "Priya", "Walter"} {
		others = append(others, s.enter(dana, name, listening))
	}
	kofi := s.enter(dana, "Kofi", listening)
	a := attacker{server: s, ticket: kofi.Ticket(), clock: dana}
	if err := kofi.Close(); err != nil {
		t.Fatal(err)
	}
	for _, now := range strangers {
		a.untouched(now, others)
	}
	for name, play := range members { // one after the other: there is one seat
		a.untouched(round{name: play}, others)
	}
	// What was refused is counted, by why.
	for _, metric := range []string{
		`alcove_limited_total{by="address, here"}`, `alcove_hellos_total{how="malformed"}`, `alcove_exchanges_total{how="unknown link"}`,
		`alcove_goodbyes_total{why="too-many"}`, `alcove_commands_total{how="unknown"}`, `alcove_commands_total{how="malformed"}`,
	} {
		if s.metric(metric) == "0" {
			t.Errorf("%s is 0", metric)
		}
	}
}

// listening is a bot that sends nothing.
func listening(c *bot.Config) { c.Colour, c.Tone = 0, 0 }

// control is what the i-th of the others hears.
func control(i int) bot.Stream {
	if i == 1 {
		return tone(2)
	}
	return tone(1)
}

// untouched plays attacks over and over while the others go on, and holds that none of them notices.
func (a attacker) untouched(now round, others []*bot.Bot) {
	a.t.Helper()
	names := strings.Join(slices.Sorted(maps.Keys(now)), ", ")
	heap, lost := a.heap(), missing(others)
	ctx, stop := context.WithCancel(a.ctx)
	defer stop()
	var playing, first sync.WaitGroup
	for name, play := range now {
		one := a
		one.tally = &tally{}
		one.from = fmt.Sprintf("127.0.%d.%d", 1+attackers.Add(1)/250, 2+attackers.Load()%250)
		first.Add(1)
		playing.Go(func() { one.play(ctx, name, play, first.Done) })
	}
	errs := make(chan error, len(others))
	for i, b := range others {
		go func() { errs <- a.goesOn(b, i) }()
	}
	for range others {
		if err := <-errs; err != nil {
			a.t.Errorf("%s: %v", names, err)
		}
	}
	if grown := a.heap() - heap; grown > mostHeap {
		a.t.Errorf("%s: the heap has grown by %d bytes", names, grown)
	}
	first.Wait()
	stop()
	playing.Wait()
	for i, b := range others { // what was under way arrives
		if err := b.AwaitPackets(a.ctx, control(i), fence); err != nil {
			a.t.Fatalf("%s: %v", names, err)
		}
	}
	if lost = missing(others) - lost; lost != 0 {
		a.t.Errorf("%s: the others have lost %d packets", names, lost)
	}
}

// attackers counts addresses, so that each attack has one that the server knows nothing of.
var attackers atomic.Int32

// play plays an attack until ctx ends or one went wrong. It calls first after the first time that the server let it.
func (a attacker) play(ctx context.Context, name string, attack attack, first func()) {
	first = sync.OnceFunc(first)
	defer first()
	rounds := 0
	for ; ctx.Err() == nil; rounds++ {
		if err := attack(ctx, &a); err != nil && ctx.Err() == nil {
			a.t.Errorf("%s: %v", name, err)
			return
		}
		first()
	}
	a.t.Logf("%s: %d rounds, %d sent, %d answered, %d with 429", name,
		rounds, a.tally.sent.Load(), a.tally.answered.Load(), a.tally.tooMany.Load())
}

// goesOn is how one of the others notices nothing: everything that they ask for is answered, and they hear.
func (s *server) goesOn(b *bot.Bot, i int) error {
	for range 3 {
		for _, m := range []protocol.FromBrowser{protocol.HandRaise{}, protocol.HandLower{}} {
			if err := b.Do(s.ctx, m); err != nil {
				return fmt.Errorf("%T of the %d. of the others: %w", m, i, err)
			}
		}
		if err := b.AwaitPackets(s.ctx, control(i), sway/3); err != nil {
			return fmt.Errorf("the %d. of the others hears nothing: %w", i, err)
		}
	}
	return nil
}

// missing counts the packets that bots should have received and have not.
func missing(bots []*bot.Bot) (n int) {
	for _, b := range bots {
		n += b.Received(bot.Stream{}).Missing
	}
	return n
}

// heap is how much memory was reachable when the server last collected garbage, in bytes. It collects again when it has
// twice as much. What is allocated while it collects counts as reachable, so the least of five is taken.
func (s *server) heap() int {
	s.t.Helper()
	least := math.MaxInt
	for range 5 {
		s.show("/debug/pprof/heap?gc=1")
		next, err := strconv.ParseFloat(s.metric("go_memstats_next_gc_bytes"), 64)
		if err != nil {
			s.t.Fatal(err)
		}
		least = min(least, int(next)/2)
	}
	return least
}
