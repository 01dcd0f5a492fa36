package room

import "time"

// View is exactly what one visit may see. Whoever is not in the circle sees nobody.
type View struct {
	Place   Place
	Running bool // the session has begun
	You     Self
	Crisis  string    // whom to call in danger, as the programme puts it; empty: the page's own words
	Lobby   LobbyText // what a waiting person is told; empty in the circle

	Lines []SeatLine // of a tech helper who helps, in the order of the seat numbers

	// In the circle only.
	Seats     []SeatView   // in the order of the seat numbers
	Hands     []SeatNumber // in the order in which they were raised
	Agenda    AgendaView
	Floor     FloorMode // whom the circle may hear
	Grounding GroundingView
	Round     RoundView
	Screen    SeatNumber // whose screen is shared; 0: nobody's
	Helpers   []Name     // who looks after lines from outside
	Staff     StaffPresence

	// Staff in the circle only.
	Waiting []WaitingView // in the order of arrival
	Full    bool          // every client place is taken
	Length  time.Duration // how long the group's sessions are planned to take
	// Restrictions counts what staff have withdrawn from somebody in this session. Whoever gives something back says
	// what they had seen.
	Restrictions int

	Signals  []SignalView // those that wait, the oldest first
	Missed   []MissedView // who has asked for staff and is gone
	Template TemplateName // how this session is led
	Undo     UndoView

	// LastStaff: no other staff are here, so that leaving asks for a decision. Relief is who of the staff is on their
	// way in and may be handed over to, or no name.
	LastStaff bool
	Relief    Name
	// Exits is who has left by quick exit in this session and has not come again, the first one first.
	Exits []ExitView
}

// StaffPresence is what the circle learns of its staff. The zero value: no session runs.
type StaffPresence struct {
	State   StaffState
	Name    Name // who was there last, as the circle calls them; empty while staff are here
	Decided bool // they left on purpose
	// SteppedAway: their line is there, so that they are back by a press of their own.
	SteppedAway bool
}

// StaffState is how a running session is attended.
type StaffState string

// The states.
const (
	StaffUnknown StaffState = ""
	StaffHere    StaffState = "here"
	StaffAway    StaffState = "away"   // nobody of the staff is connected; media still flow
	StaffPaused  StaffState = "paused" // media flow when staff are back
)

// Place is where a visit is. The zero value is nowhere.
type Place string

// The places.
const (
	PlaceNowhere Place = ""
	PlaceLobby   Place = "lobby"
	PlaceCircle  Place = "circle"
)

// Self is what a person sees of themselves.
type Self struct {
	Role      Role
	Name      Name
	AskedName Name // waiting for the staff's answer
	Seat      SeatNumber
	Ready     bool

	MaySpeak, MayShow bool // what staff allow
	HasFloor          bool // the floor lets them be heard
	Microphone        bool // left on by its owner
	Camera            bool
	Invited           bool   // to speak; answer with SetMicrophone or Decline
	CameraReason      Reason // why staff turned the camera off
	Held              bool   // moved back to the lobby
	SteppedAway       bool   // has taken a moment
	Hushed            bool   // hears nothing of the circle in it
	Private           bool   // somebody came in: nothing flows from or to this visit

	Preferences Preferences
	Signals     []OwnSignal // the oldest first
	Aside       OwnAside    // in the circle

	Observers  []ObserverAsk // whom one is asked about, in the circle
	Helping    bool          // one is a tech helper whom staff let help
	GroupAsked bool          // one is an observer outside, and the group is asked whether they may sit in
}

// LobbyText is all that a waiting person learns.
type LobbyText struct {
	HostName Name
	Full     bool
}

// SeatView is what a member sees of a seat.
type SeatView struct {
	Seat         SeatNumber
	Name         Name
	Role         Role
	Microphone   bool // can be heard
	Camera       bool // can be seen
	Reconnecting bool
	SteppedAway  bool // has taken a moment, or is in a private talk of others: which, is not said
	PoorLine     bool
	Private      bool // paused, neither heard nor hearing; why is not said
	// HasFloor: staff have given them the floor, and, as peers see it, they have taken it. So nobody learns who would
	// rather not.
	HasFloor bool

	// Staff only.
	RosterName        Name
	MaySpeak, MayShow bool
	Invited           bool
	AskedName         Name
	LongAway          bool       // in a moment for MomentHint
	AsideWith         SeatNumber // in a private talk with that seat; 0: in none
	Preferences       Preferences
}

// WaitingView is what staff see of somebody in the lobby.
type WaitingView struct {
	Waiting      WaitingNumber
	RosterName   Name
	Name         Name
	AskedName    Name
	Role         Role
	Ready        bool
	Held         bool
	SecondDevice bool // the same person has a seat in the circle: "Ana, another device"
	Reconnecting bool
	Since        time.Time
	GroupAsked   bool // an observer, about whom the group has been asked; how it stands is not said
	Helping      bool // a tech helper who helps
}

// Stage is what media may flow for one seat in the circle.
type Stage struct {
	Person PersonID
	Seat   SeatNumber
	Visit  VisitID
	Speaks bool // the microphone's packets go to the circle
	Shows  bool // the camera's packets go to the circle
	Shares bool // those of the screen and of its sound do; of one person at most
	Hears  bool // receives the circle's sound
	Sees   bool // receives the circle's pictures
	// Audience is among whom all this is: nobody sends to or receives from another one.
	Audience Audience
	Staff    bool // belongs to the staff: the last to be left out where a line can't carry everybody's picture
	Led      bool // staff lead them, so that on a line too slow for all voices theirs may be spared while they are quiet
}

// GroundingView is the exercise that everybody is offered now; the zero value is none.
type GroundingView struct {
	Kind  Grounding
	Began time.Time
}

// ExitView is what staff see of somebody who has left by quick exit.
type ExitView struct {
	RosterName Name
	At         time.Time
}

// View returns what the visit v may see, and false if v is not in the room.
func (r *Room) View(v VisitID) (View, bool) {
	from := r.actor(v)
	switch {
	case from.person == nil:
		return View{}, false
	case from.waiting != nil:
		return r.lobbyView(from), true
	}
	return r.circleView(from), true
}

// lobbyView leaves out whether the session runs: when the group meets is the group's own affair.
func (r *Room) lobbyView(from actor) View {
	p, w := from.person, from.waiting
	view := View{
		Place: PlaceLobby, Crisis: r.group.Crisis,
		You:   Self{Role: p.member.Role, Name: NameOf(p.short()), Ready: w.ready, Held: w.held, Private: w.private},
		Lobby: LobbyText{HostName: r.group.HostName, Full: p.member.Role.counted() && !p.seated() && r.full()},
	}
	view.You.GroupAsked, view.You.Helping = r.groupAsked(w), r.helps(w)
	if view.You.Helping {
		view.Lines = r.seatLines()
	}
	if !p.seated() { // else this is another device, which may be in other hands
		view.You.AskedName, view.You.Signals = NameOf(p.asked), r.ownSignals(p.member.Person)
		view.You.Preferences = p.prefers
	}
	return view
}

func (r *Room) circleView(from actor) View {
	view := View{
		Place: PlaceCircle, Running: r.running, Floor: r.floor.mode, Crisis: r.group.Crisis,
		Staff: r.staffView(from.person),
	}
	circle, staff := r.circle(), from.person.member.Role.Can(CanModerate)
	view.Seats = make([]SeatView, 0, len(circle))
	for _, s := range circle {
		seat := r.seatView(s, circle, from.person)
		if s.person == from.person {
			view.You = r.self(s, seat.Name)
			view.You.Signals, view.You.Preferences = r.ownSignals(s.person.member.Person), s.person.prefers
			view.You.Observers = r.observerAsks(s.person)
		}
		view.Seats = append(view.Seats, seat)
	}
	view.Agenda = AgendaView{r.agenda.objective, r.agenda.began, r.agenda.length}
	view.Grounding = GroundingView{r.grounding.kind, r.grounding.began}
	view.Round, view.Helpers = r.roundView(from.person), r.helpers()
	if r.screen != "" {
		view.Screen = r.seatNumber(r.screen)
	}
	for _, id := range r.hands {
		view.Hands = append(view.Hands, r.seatNumber(id))
	}
	if staff {
		view.Full, view.Length, view.Restrictions = r.full(), r.group.length(), r.restrictions
		view.Signals, view.Missed = r.waitingSignals(circle), r.missed(circle)
		view.Template, view.Undo = r.template.Name, UndoView{r.undo.act, r.undo.number}
		view.LastStaff = r.lastOfStaff(from.person)
		if other := r.relief(from.person); view.LastStaff && other != nil {
			view.Relief = other.member.Name
		}
		view.Exits = r.exits()
		for _, w := range r.lobby {
			view.Waiting = append(view.Waiting, r.waitingView(w))
		}
	}
	return view
}

// self is what somebody in the circle sees of themselves.
func (r *Room) self(s seated, name Name) Self {
	p := s.person
	return Self{
		Role: p.member.Role, Name: name, AskedName: NameOf(p.asked), Seat: s.seat, Ready: true,
		MaySpeak: p.mayBeHeard(), MayShow: p.mayShow,
		HasFloor:   p.member.Role.Can(CanSpeak) && (p.apart() || r.floor.lets(p)),
		Microphone: p.microphone, Camera: p.camera,
		Invited: p.invitedBy != "", CameraReason: p.cameraReason, SteppedAway: p.moment.away, Hushed: p.moment.hushed, Private: p.private,
		Aside: r.ownAside(p),
	}
}

// seatView is what a member sees of a seat. Of whoever is in a private talk of others they see that they have stepped away.
func (r *Room) seatView(s seated, circle []seated, reader *person) SeatView {
	p, staff := s.person, reader.member.Role.Can(CanModerate)
	apart := p.apart() && !p.talksWith(reader)
	view := SeatView{
		Seat: s.seat, Name: s.displayName(circle), Role: p.member.Role,
		Microphone: r.heard(p) && !apart, Camera: p.shows() && !apart, Reconnecting: !p.here(),
		SteppedAway: p.moment.away || apart, PoorLine: p.poor && p.here(), Private: p.private,
		HasFloor: r.floor.has(p) && (staff || p.invitedBy == ""),
	}
	if staff {
		view.RosterName, view.AskedName = p.member.Name, NameOf(p.asked)
		view.MaySpeak, view.MayShow, view.Invited = p.maySpeak, p.mayShow, p.invitedBy != ""
		if p.talksWith(reader) {
			view.MaySpeak = p.mayBeHeard()
		}
		view.LongAway, view.AsideWith, view.Preferences = p.moment.long, r.seatOrNone(p.aside.with), p.prefers
	}
	return view
}

func (r *Room) waitingView(w *waiter) WaitingView {
	p := r.people[w.person]
	return WaitingView{
		Waiting: w.number, RosterName: p.member.Name, Name: NameOf(p.short()), AskedName: NameOf(p.asked),
		Role: p.member.Role, Ready: w.ready, Held: p.held, SecondDevice: p.seated(),
		Reconnecting: !w.lostAt.IsZero(), Since: w.since, GroupAsked: r.groupAsked(w),
		Helping: r.helps(w),
	}
}

func (p *person) speaks() bool {
	return p.attends() && p.mayBeHeard() && p.microphone && p.member.Role.Can(CanSpeak)
}

func (p *person) shows() bool {
	return p.attends() && p.mayShow && p.camera && p.member.Role.Can(CanShow)
}

// Stage returns what media may flow now: one entry for each seat of the circle, in the order of the seat numbers.
// Whoever is not listed sends and receives nothing; whoever has lost the connection keeps the seat, but nothing
// flows; nor to or from somebody who has paused for privacy. While a session is paused for want of staff nothing flows at
// all but in private talks.
func (r *Room) Stage() []Stage {
	circle := r.circle()
	stage := make([]Stage, 0, len(circle))
	for _, s := range circle {
		p := s.person
		flows := p.apart() || !r.absence.pause()
		stage = append(stage, Stage{
			Person: p.member.Person, Seat: s.seat, Visit: p.visit,
			Speaks: flows && r.heard(p), Shows: flows && p.shows(),
			Shares: flows && p.attends() && r.shares(p),
			Hears:  r.hears(p),
			Sees:   flows && p.attends() && p.member.Role.Can(CanSee),
			Staff:  p.member.Role.Staff(), Led: p.member.Role.led(), Audience: r.audience(p),
		})
	}
	return stage
}

// Visits lists every visit in the room, in the circle and in the lobby.
func (r *Room) Visits() []VisitID {
	var list []VisitID
	for _, s := range r.circle() {
		list = append(list, s.person.visit)
	}
	for _, w := range r.lobby {
		list = append(list, w.visit)
	}
	return list
}
