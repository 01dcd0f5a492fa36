package signaling

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
	"alcove/signaling/protocol"
)

// Times of a session.
const (
	helloTime  = 5 * time.Second        // to say who one is
	pingEvery  = 500 * time.Millisecond // and the page answers at once
	writeTime  = 5 * time.Second        // for one frame
	answerTime = 5 * time.Second        // for the media side to answer an offer

	comeBackTime = time.Second     // after a fault of ours
	maxElsewhere = 5 * time.Second // at most, for a room that another server runs
)

// session is one browser's connection. Three goroutines have it: read, which is the HTTP handler's, write, and keep.
type session struct {
	server *Server
	conn   *websocket.Conn
	out    *outbox

	// Set by greet, before the other goroutines start and before the room knows the session.
	member room.Membership // as it was when the browser came in
	visit  room.VisitID

	stay    auth.Visit    // greet's, then keep's
	changed chan struct{} // capacity 1: the membership may have changed

	offers *rate.Limiter // read's: an offer costs more than any other message

	left   atomic.Bool  // by the person's own wish
	seated atomic.Bool  // in the circle, as far as it was shown
	heard  atomic.Int64 // when the browser last sent anything, in Unix nanoseconds
}

// connect serves one WebSocket until it ends.
func (s *Server) connect(w http.ResponseWriter, r *http.Request) {
	if wait := s.attempt(r); wait > 0 {
		s.later(w, http.StatusTooManyRequests, wait)
		return
	}
	pings := rate.NewLimiter(messagesPerSecond, messagesBurst) // of the WebSocket itself, which no message limit counts
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		OriginPatterns: s.Origins, CompressionMode: websocket.CompressionDisabled,
		OnPingReceived: func(context.Context, []byte) bool { return pings.Allow() },
	})
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	if !s.begin() {
		_ = conn.Close(closeComeBack, "")
		return
	}
	defer s.sessions.Done()
	conn.SetReadLimit(protocol.MaxOffer)
	ctx, cancel := context.WithCancel(s.stopped)
	defer cancel()
	live := &session{
		server: s, conn: conn, out: newOutbox(), changed: make(chan struct{}, 1),
		offers: rate.NewLimiter(offersPerSecond, offersBurst),
	}
	if err := live.greet(ctx); err != nil {
		return
	}
	live.serve(ctx, cancel)
}

// greet reads the hello and brings the visit into its room.
func (l *session) greet(ctx context.Context) error {
	hello, err := l.readHello(ctx)
	if err != nil {
		l.server.tally.add(CountHello, whyMalformed)
		return l.turnAway(ctx, protocol.Bye{Why: whyMalformed})
	}
	if hello.Protocol != protocol.Version {
		l.server.tally.add(CountHello, whyReload)
		return l.turnAway(ctx, protocol.Bye{Why: whyReload})
	}
	changes := l.server.changes.Load()
	ticket, err := l.identify(ctx, hello)
	if err != nil {
		return l.turnAway(ctx, l.refusal(err))
	}
	if wait := l.server.arrival(ctx, l.member); wait > 0 {
		l.server.tally.add(CountHello, whyTooMany)
		return l.turnAway(ctx, comeBack(whyTooMany, wait))
	}
	slots, err := l.server.Slots(ctx, l.member.Group)
	if err != nil {
		return l.turnAway(ctx, l.refusal(err))
	}
	l.out.put(everyOne, protocol.Welcome{
		Protocol: protocol.Version, ServerTime: time.Now().UTC(), Ticket: ticket.Reveal(),
		Phone: l.server.Contact, Slots: slots, Media: l.media(), Exit: l.server.Exit,
	})
	l.server.enter(l)
	here := room.Arrived{Visit: l.visit, Membership: l.member, Begun: l.stay.Begun}
	if err := l.server.House.Arrive(ctx, here, l); err != nil {
		l.server.leave(l)
		return l.turnAway(ctx, l.refusal(err))
	}
	l.server.tally.add(CountHello, passed)
	if l.server.changes.Load() != changes {
		l.look() // it may have been this one, after it was read and before the room was there to be told
	}
	return nil
}

// media says what a browser that comes back will find of its peer connection.
func (l *session) media() protocol.MediaState {
	if l.server.Media.Kept(l.member.Group, l.visit) {
		return protocol.MediaKept
	}
	return protocol.MediaFresh
}

func (l *session) readHello(ctx context.Context) (protocol.Hello, error) {
	ctx, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	kind, frame, err := l.conn.Read(ctx)
	if err != nil {
		return protocol.Hello{}, err
	}
	_, m, err := protocol.Decode(frame)
	if err != nil {
		return protocol.Hello{}, err
	}
	hello, ok := m.(protocol.Hello)
	if !ok || kind != websocket.MessageText || (hello.Token == "") == (hello.Ticket == "") {
		return protocol.Hello{}, protocol.ErrMalformed
	}
	return hello, nil
}

// identify finds out who is there, from the server's own records, and returns what resumes this visit.
func (l *session) identify(ctx context.Context, hello protocol.Hello) (ticket auth.Ticket, err error) {
	if hello.Ticket != "" {
		ticket, l.stay, err = l.server.Authority.Resume(ctx, hello.Ticket)
	} else {
		var m room.Membership
		if m, err = l.server.Authority.Join(ctx, hello.Token); err == nil {
			ticket, l.stay, err = l.server.Authority.Begin(m, room.VisitID(rand.Text()))
		}
	}
	l.member, l.visit = l.stay.Membership, l.stay.ID
	return ticket, err
}

// refusal is the same for everybody who may not come in, whatever the cause. A fault of ours is worth another try.
func (l *session) refusal(err error) protocol.Bye {
	l.server.tally.add(CountHello, causeOf(err))
	if errors.Is(err, auth.ErrRefused) || errors.Is(err, room.ErrRefused) {
		return protocol.Bye{Why: whyRefused}
	}
	wait := comeBackTime
	var elsewhere *host.Elsewhere
	switch {
	case errors.As(err, &elsewhere):
		wait = min(elsewhere.Left, maxElsewhere) // if that server has died, the room is free then
	case errors.Is(err, host.ErrClosed):
		wait = 0 // another server has the room, or may have it
	default:
		l.server.Log.Error("somebody could not come in", "err", err)
	}
	return comeBack(whyRestart, wait)
}

// comeBack asks a browser to come back after a while, not all at the same time.
func comeBack(why string, wait time.Duration) protocol.Bye {
	return protocol.Bye{Why: why, ComeBack: true, AfterMS: int(wait.Milliseconds()) + jitter(restartSpread)}
}

// turnAway sends the only message that a stranger gets.
func (l *session) turnAway(ctx context.Context, bye protocol.Bye) error {
	l.out = newOutbox() // nothing of the welcome
	l.out.finish(bye)
	return l.flush(ctx)
}

// serve runs an established session.
func (l *session) serve(ctx context.Context, cancel context.CancelFunc) {
	var others sync.WaitGroup
	others.Go(func() {
		defer cancel() // ends read
		l.write(ctx)
	})
	others.Go(func() {
		defer cancel()
		l.keep(ctx)
	})
	l.read(ctx)
	cancel()
	others.Wait()
	l.server.leave(l)
	l.server.tally.add(CountBye, l.out.ending())
	l.server.House.Vanish(l.member.Group, l.visit, l)
	if !l.left.Load() {
		return
	}
	if err := l.server.Authority.Leave(context.WithoutCancel(ctx), l.stay); err != nil {
		l.server.Log.Warn("a ticket could not be ended", "err", err)
	}
}

// write sends what waits, and pings.
func (l *session) write(ctx context.Context) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for n := uint32(1); ; {
		select {
		case <-ctx.Done():
			return
		case <-l.out.wake:
			if l.flush(ctx) != nil {
				return
			}
		case <-ping.C:
			l.out.put(latestPing, protocol.Ping{N: n, At: time.Now().UnixMilli()})
			n++
		}
	}
}

// flush writes everything that waits. After a bye it closes the connection and returns errFinished.
func (l *session) flush(ctx context.Context) error {
	letters, code, finished := l.out.take()
	for _, letter := range letters {
		if err := l.writeFrame(ctx, letter.frame); err != nil {
			return err
		}
	}
	if finished != nil {
		_ = l.conn.Close(code, "")
	}
	return finished
}

func (l *session) writeFrame(ctx context.Context, frame []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return l.conn.Write(ctx, websocket.MessageText, frame)
}

// read handles the browser's messages until the connection ends.
func (l *session) read(ctx context.Context) {
	budget := rate.NewLimiter(messagesPerSecond, messagesBurst)
	for {
		kind, frame, err := l.conn.Read(ctx)
		if err != nil {
			return
		}
		l.heard.Store(time.Now().UnixNano())
		if !budget.Allow() {
			l.out.finish(protocol.Bye{Why: whyTooMany, ComeBack: true, AfterMS: 5000})
			<-ctx.Done() // nothing more is read; write says goodbye and ends the connection
			return
		}
		id, m, err := protocol.Decode(frame)
		if kind != websocket.MessageText {
			err = protocol.ErrMalformed
		}
		if err != nil {
			l.refuse(id, codeOf(err))
			continue
		}
		l.handle(ctx, id, m)
	}
}

// handle carries out one message.
func (l *session) handle(ctx context.Context, id uint32, m protocol.FromBrowser) {
	switch m := m.(type) {
	case protocol.Pong: // it was heard
	case protocol.Hello:
		l.refuse(id, codeMalformed)
	case protocol.MediaOffer:
		l.answerOffer(ctx, id, m.SDP)
	case protocol.MediaWant:
		l.want(id, m.Slots)
	case protocol.LineLook:
		l.lookAtLine(id, m.Seat)
	case protocol.TalkLook:
		l.lookAtTalk(id)
	default:
		command, ok := commandOf(m)
		if !ok {
			l.refuse(id, codeUnknown)
			return
		}
		l.server.House.Do(l.member.Group, l.visit, l, command, func(saved bool, err error) {
			if err != nil {
				l.refuse(id, codeOf(err))
				return
			}
			l.server.tally.add(CountCommand, passed)
			if id != 0 {
				l.out.put(everyOne, protocol.Done{ID: id, Saved: saved})
			}
		})
	}
}

// refuse says that a message was not carried out.
func (l *session) refuse(id uint32, code protocol.Code) {
	l.server.tally.add(CountCommand, string(code))
	l.out.put(everyOne, protocol.Refused{ID: id, Code: code})
}

func (l *session) answerOffer(ctx context.Context, id uint32, offer string) {
	if !l.offers.Allow() {
		l.refuse(id, codeMedia)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	answer, err := l.server.Media.Answer(ctx, l.member.Group, l.visit, offer)
	if err != nil {
		l.server.Log.Info("an offer could not be answered", "err", err)
		l.refuse(id, codeMedia)
		return
	}
	l.out.put(everyOne, protocol.MediaAnswer{SDP: answer})
}

// maxWishes is how many slots one message may name: more than any room has.
const maxWishes = 64

func (l *session) want(id uint32, wishes []protocol.Wish) {
	if len(wishes) > maxWishes || slices.ContainsFunc(wishes, func(w protocol.Wish) bool { return w.Height < 0 }) {
		l.refuse(id, codeMalformed)
		return
	}
	l.server.Media.Want(l.member.Group, l.visit, wishes)
}

// lookAtLine tells staff how a line fares. The room says whether this person may know; nothing is asked of the media
// side before.
func (l *session) lookAtLine(id uint32, seat int) {
	l.server.House.LineOf(l.member.Group, l.visit, l, room.SeatNumber(seat), func(of room.VisitID, err error) {
		details := protocol.LineDetails{State: protocol.LineNone}
		switch {
		case errors.Is(err, room.ErrNobodyThere): // they have just left: no reason to bother who looks
		case err != nil:
			l.refuse(id, codeOf(err))
			return
		default:
			details = l.server.Media.Line(l.member.Group, of)
		}
		l.server.tally.add(CountCommand, passed)
		details.Seat = seat
		l.out.put(latestLine, details)
	})
}

// Show implements host.Audience.
func (l *session) Show(view room.View, version uint64) {
	l.seated.Store(view.Place == room.PlaceCircle)
	l.out.put(latestView, viewOf(view, version))
}

// Speaking implements host.Audience.
func (l *session) Speaking(seats []room.SeatNumber) {
	l.out.put(latestSpeaking, protocol.MediaSpeaking{Seats: numbers(seats)})
}

// Tell implements host.Audience.
func (l *session) Tell(e room.Event) {
	switch e := e.(type) {
	case room.Gone:
		l.left.Store(e.Why == room.FarewellLeft)
		l.out.finish(farewell(e))
	case room.Renewed:
		l.look()
	case room.Declined:
		l.out.put(everyOne, protocol.InviteDeclined{Seat: int(e.Seat)})
	case room.AsideDeclined:
		l.out.put(everyOne, protocol.AsideDeclined{Seat: int(e.Seat)})
	case room.Gestured:
		l.out.put(everyOne, protocol.Gesture{Seat: int(e.Seat), Gesture: string(e.Gesture)})
	case room.Delivered:
		l.out.put(everyOne, messagesOf(e.Messages))
	}
}

var _ host.Audience = (*session)(nil)

// jitter returns up to spread, in milliseconds.
func jitter(spread time.Duration) int {
	n, err := rand.Int(rand.Reader, big.NewInt(spread.Milliseconds()+1))
	if err != nil {
		panic(fmt.Sprintf("signaling: no random numbers: %v", err))
	}
	return int(n.Int64())
}
