package room

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// KeepPlace is how long a lost connection keeps its seat, its hand or its place in the lobby.
const KeepPlace = 120 * time.Second

// Room is the live side of a group.
//
// At most one visit has a person's seat at a time. A person's permissions belong to the person, not to a visit, a
// connection or a seat: leaving, reconnecting or being held doesn't change them before the session ends. A Room
// is not safe for concurrent use; whoever owns it calls it from one goroutine.
type Room struct {
	group   Group
	running bool
	agenda  agenda
	session int // counts sessions, so that a removal outlasts the one it happened in

	seats  []PersonID // seats[n-1] has seat n; kept across sessions
	people map[PersonID]*person
	lobby  []*waiter // in the order of arrival
	hands  []PersonID
	bars   map[PersonID]bar

	grounding exercise
	round     *round // nil: none is going on

	screen PersonID // who shares a screen; empty: nobody does

	lastWaiting WaitingNumber

	signals    []*signal // the oldest first
	lastSignal SignalNumber
	messages   []message // the oldest first; never saved
	floor      floor
	template   Template // how this session is led
	undo       undo
	acts       int // how many in this session could be taken back
	talk       talkTime

	restrictions int // how often staff have withdrawn something in this session

	lastStaff PersonID // who of the staff is there, or was there last
	absence   absence
	ended     time.Time              // when the last session ended
	idle      map[PersonID]time.Time // who was logged off, and when
}

// person is somebody who has arrived in this session, or whose membership has ended meanwhile.
type person struct {
	member Membership // RoleNone: it is over
	given  string     // what the membership calls them in the circle; see become
	fuller string     // the same with an initial, "Ana R.", to tell two people of one first name apart
	asked  string     // the name they ask for
	alias  string     // the name that staff agreed to

	prefers Preferences

	maySpeak, mayShow  bool        // what staff allow
	microphone, camera bool        // what the owner left on
	silenced, hidden   restriction // when staff last withdrew one of the two
	invitedBy          PersonID
	cameraReason       Reason
	held               bool // moved to the lobby by staff, and not yet back
	entered            bool // has had a seat in this session
	moment             moment
	aside              aside
	poor               bool // the line to them is poor
	private            bool // somebody came in where they are

	missed      time.Time // since when their line has been lost, once staff have been told of it; zero: they haven't
	operations  operations
	signalPace  pace // when they have signalled lately, and below, written
	writePace   pace
	gesturePace pace

	visit  VisitID   // the browser in the circle; empty: not in the circle
	since  time.Time // when it arrived in the room
	begun  time.Time // when its first ticket was made
	lostAt time.Time // since when its connection is lost; zero: connected

	exited time.Time // when they left by quick exit; zero: they have not, or have come again
}

func (p *person) seated() bool { return p.visit != "" }
func (p *person) here() bool   { return p.seated() && p.lostAt.IsZero() }

// waiter is one browser in the lobby.
type waiter struct {
	number  WaitingNumber
	visit   VisitID
	person  PersonID
	since   time.Time // when it came to the lobby
	begun   time.Time // when its first ticket was made
	ready   bool
	held    bool // this browser was in the circle before
	private bool // somebody came in where it is
	lostAt  time.Time
}

// bar keeps a removed person out until its day and its session are both over.
type bar struct {
	session int
	until   time.Time
}

// New returns an empty room for g, in which no session is running.
func New(g Group) (*Room, error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	r := &Room{group: g, people: map[PersonID]*person{}, bars: map[PersonID]bar{}, idle: map[PersonID]time.Time{}}
	r.settleIn()
	return r, nil
}

// Group returns the group's settings.
func (r *Room) Group() Group { return r.group }

// Format prints no name and nobody's identifier whatever the verb; a Room holds both.
func (r Room) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%v running=%t seated=%d waiting=%d", r.group.ID, r.running, len(r.circle()), len(r.lobby))
}

// LogValue gives slog what Format prints.
func (r Room) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("%v", r)) }

// SetGroup changes the group's settings in a running room. Nobody is sent away by a smaller size, but observers wait
// outside once the group no longer agrees to them. Another template is for the next session, if one is running.
func (r *Room) SetGroup(now time.Time, g Group) error {
	if err := g.Check(); err != nil {
		return err
	}
	another := g.Template != r.group.Template
	r.group = g
	if another && !r.running {
		r.settleIn()
	}
	defer r.settle(now)
	for _, s := range r.circle() {
		if s.person.member.Role == RoleObserver && !g.ObserversOK {
			r.sendOut(s.person, now)
		}
	}
	return nil
}

// Empty says whether nobody is in the room and no session is running.
func (r *Room) Empty() bool { return !r.running && len(r.circle()) == 0 && len(r.lobby) == 0 }

// Apply carries out what the person behind a visit asks for. On an error nothing has changed.
func (r *Room) Apply(now time.Time, by VisitID, c Command) ([]Event, error) {
	from := r.actor(by)
	if from.person == nil {
		return nil, ErrNotHere
	}
	if !from.person.member.Role.Can(c.needs()) {
		return nil, ErrNotAllowed
	}
	if from.waiting != nil && !from.mayFromLobby(c.needs()) {
		return nil, ErrNotSeated
	}
	defer r.settle(now)
	return r.carryOut(now, from, c)
}

// settle comes after everything that has happened.
func (r *Room) settle(now time.Time) {
	r.settleAsides()
	r.attend(now)
	r.goRound(now)
	r.followTurn()
	r.forget()
	r.attendSignals(now)
	r.attendTalk(now)
}

// forget leaves nothing of anybody who came and went while no session was running. What is over stays over.
func (r *Room) forget() {
	if r.Empty() {
		maps.DeleteFunc(r.people, func(_ PersonID, p *person) bool { return p.member.Role != RoleNone })
		r.signals, r.messages = nil, nil
		r.settleIn()
	}
}

// actor is the person behind a command, and where they stand. waiting is nil in the circle.
type actor struct {
	visit   VisitID
	person  *person
	waiting *waiter
}

func (r *Room) actor(v VisitID) actor {
	for _, w := range r.lobby {
		if w.visit == v {
			return actor{v, r.people[w.person], w}
		}
	}
	for _, p := range r.people {
		if p.seated() && p.visit == v {
			return actor{v, p, nil}
		}
	}
	return actor{}
}

// mayFromLobby says whether something can be asked for from the lobby. Another device of somebody who sits in the circle
// may be in other hands, so it can't signal or ask for anything in their name.
func (a actor) mayFromLobby(what Ability) bool {
	return what == CanWait || (what == CanSignal || what == CanPrefer) && !a.person.seated()
}

// carryOut is the one table from commands to rules; Apply has checked the right to ask.
func (r *Room) carryOut(now time.Time, from actor, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Ready:
		return r.ready(from), nil
	case AskName:
		return nil, r.askName(from, c.Name)
	case Leave:
		return r.leave(now, from, c.Then)
	case SetPreferences:
		return nil, r.setPreferences(from.person, c.Preferences)
	case SetMicrophone:
		return nil, r.setMicrophone(from.person, c.On)
	case SetCamera:
		return nil, r.setCamera(from.person, c.On)
	case ShareScreen:
		return nil, r.shareScreen(from.person, c.On)
	case TakeMoment, EndMoment, HushGroup, StartGrounding, StopGrounding:
		return nil, r.onRest(now, from.person, c)
	case TakePrivacy, EndPrivacy, QuickExit:
		return r.onWayOut(now, from, c), nil
	case SendSignal, AddWords, TakeBack, SeeSignal:
		return nil, r.onSignal(now, from.person, c)
	case WriteStaff, WriteSeat, WriteAll:
		return r.onMessage(now, from.person, c)
	case OfferAside, AcceptAside, DeclineAside, EndAside:
		return r.onAside(from.person, c)
	case SendGesture:
		return r.sendGesture(now, from.person, c.Gesture)
	case RaiseHand:
		return nil, r.raise(from.person)
	case LowerHand:
		r.lower(from.person.member.Person)
		return nil, nil
	case Decline:
		return r.decline(from.person)
	case BeginTurn, EndTurn, PassTurn, PostponeTurn,
		StartRound, NextTurn, PostponeTurnOf, MoveTurn, UndoTurn, StopRound:
		return nil, r.carryOutRound(from.person.member.Person, c)
	case Start:
		return nil, r.start(now, c)
	case SetLength:
		return nil, r.setLength(c.Length)
	case End:
		return r.end(now)
	case Admit:
		return r.admit(c.Waiting)
	case AdmitAll:
		return r.admitAll()
	case Deny:
		return r.deny(c.Waiting)
	case AnswerName:
		return nil, r.answerName(c.Person, c.Agree)
	case Mute:
		return nil, r.mute(from.person, c.Seat)
	case MuteAll:
		r.muteAll(now, from.person)
		return nil, nil
	case Invite:
		return nil, r.invite(from.person, c.Seat, c.Seen)
	case AllowAll:
		r.allowAll(from.person, c.Seen)
		return nil, nil
	case CameraOff:
		return nil, r.cameraOff(from.person, c.Seat, c.Reason)
	case AllowCamera:
		return nil, r.allowCamera(from.person, c.Seat, c.Seen)
	case LowerHandOf:
		return nil, r.lowerHandOf(c.Seat)
	case Hold:
		return r.hold(now, c.Seat, c.Reason)
	case EndForToday:
		return r.endForToday(now, c.Person, c.Reason)
	case SetFloor, TakeFloor, UseTemplate, Undo:
		return nil, r.floorCommand(now, from.person, c)
	}
	return nil, ErrNotAllowed
}

// Note records what the server itself has noticed. Only Arrived can be refused, with ErrRefused.
func (r *Room) Note(now time.Time, f Fact) ([]Event, error) {
	defer r.settle(now)
	switch f := f.(type) {
	case Arrived:
		return r.arrive(now, f)
	case Changed:
		return r.change(now, f.Membership), nil
	case Vanished:
		r.vanish(now, f.Visit)
	case Returned:
		r.reappear(f.Visit)
	case Lines:
		r.lines(f.Poor)
	case Spoke:
		r.spoke(f.Seat)
	case Voice:
		r.hear(now, f)
	case Revoked:
		return r.revoke(f), nil
	}
	return nil, nil
}

// start begins a session. Of an earlier one only the bars of today are carried over; they hold for all of this one,
// also past midnight.
func (r *Room) start(now time.Time, c Start) error {
	if r.running {
		return ErrAlreadyStarted
	}
	agenda, err := r.plan(now, c)
	if err != nil {
		return err
	}
	r.running, r.agenda = true, agenda
	r.session++
	for id, b := range r.bars {
		if now.Before(b.until) {
			r.bars[id] = bar{session: r.session, until: b.until}
		} else {
			delete(r.bars, id)
		}
	}
	return nil
}

// end ends the session for everybody.
func (r *Room) end(now time.Time) ([]Event, error) {
	if !r.running {
		return nil, ErrNotStarted
	}
	return r.close(now, FarewellOver), nil
}

// close sends everybody away, from the circle and from the lobby. Seats and bars stay.
func (r *Room) close(now time.Time, why Farewell) []Event {
	var events []Event
	for _, seat := range r.circle() {
		events = append(events, Gone{Visit: seat.person.visit, Why: why})
	}
	for _, w := range r.lobby {
		events = append(events, Gone{Visit: w.visit, Why: why})
	}
	r.running, r.ended, r.grounding = false, now, exercise{}
	r.people = map[PersonID]*person{}
	r.lobby, r.hands, r.round, r.screen, r.lastWaiting, r.restrictions = nil, nil, nil, "", 0, 0
	r.signals, r.lastSignal, r.messages = nil, 0, nil
	r.acts, r.agenda = 0, agenda{}
	r.settleIn()
	return events
}

// Due returns when Tick next has something to do, or the zero time.
func (r *Room) Due() time.Time {
	due := r.absenceDue()
	sooner := func(t time.Time) {
		if due.IsZero() || t.Before(due) {
			due = t
		}
	}
	if end := r.grounding.end(); !end.IsZero() {
		sooner(end)
	}
	if end := r.undoDue(); !end.IsZero() {
		sooner(end)
	}
	for _, p := range r.people {
		if due := p.moment.due(); !due.IsZero() {
			sooner(due)
		}
		if !p.lostAt.IsZero() {
			sooner(p.lostAt.Add(KeepPlace))
		}
	}
	for _, w := range r.lobby {
		sooner(r.logoffDue(w))
		if !w.lostAt.IsZero() {
			sooner(w.lostAt.Add(KeepPlace))
		}
	}
	r.signalsDue(sooner)
	r.asidesDue(sooner)
	return due
}

// Tick does what has become due: places that were kept for KeepPlace are given up, browsers that were left waiting are
// logged off, what could be taken back no longer can, staff are told of long moments, nobody waits alone in a private talk,
// an exercise is over, and a session without staff pauses or closes.
func (r *Room) Tick(now time.Time) []Event {
	defer r.settle(now)
	r.tickSignals(now)
	r.tickUndo(now)
	var events []Event
	r.tickMoments(now)
	r.tickAsides(now)
	over := func(lostAt time.Time) bool { return !lostAt.IsZero() && !now.Before(lostAt.Add(KeepPlace)) }
	for _, s := range r.circle() {
		if over(s.person.lostAt) {
			events = append(events, r.unseat(s.person, FarewellAway)...)
		}
	}
	for _, w := range slices.Clone(r.lobby) {
		switch {
		case !now.Before(r.logoffDue(w)):
			events = append(events, r.logOff(now, w)...)
		case over(w.lostAt):
			events = append(events, r.dismiss(w, FarewellAway)...)
		}
	}
	return append(events, r.tickAbsence(now)...)
}
