package room

import "time"

// View is exactly what one visit may see. Whoever is not in the circle sees nobody.
type View struct {
	Place   Place
	Running bool // the session has begun
	You     Self
	Lobby   LobbyText // what a waiting person is told; empty in the circle

	// In the circle only.
	Seats []SeatView   // in the order of the seat numbers
	Hands []SeatNumber // in the order in which they were raised

	// Staff in the circle only.
	Waiting []WaitingView // in the order of arrival
	Full    bool          // every client place is taken
}

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
	Microphone        bool // left on by its owner
	Camera            bool
	Invited           bool   // to speak; answer with SetMicrophone or Decline
	CameraReason      Reason // why staff turned the camera off
	Held              bool   // moved back to the lobby
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

	// Staff only.
	RosterName        Name
	MaySpeak, MayShow bool
	Invited           bool
	AskedName         Name
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
}

// Stage is what media may flow for one seat in the circle.
type Stage struct {
	Person PersonID
	Seat   SeatNumber
	Visit  VisitID
	Speaks bool // the microphone's packets go to the circle
	Shows  bool // the camera's packets go to the circle
	Hears  bool // receives the circle's sound
	Sees   bool // receives the circle's pictures
}

// View returns what the visit v may see, and false if v is not in the room.
func (r *Room) View(v VisitID) (View, bool) {
	from := r.actor(v)
	if from.person == nil {
		return View{}, false
	}
	view := View{Running: r.running, You: r.self(from)}
	if from.waiting != nil {
		view.Place = PlaceLobby
		view.Running = false // when the group meets is the group's own affair
		view.Lobby = LobbyText{
			HostName: r.group.HostName,
			Full:     from.person.member.Role.counted() && !from.person.seated() && r.full(),
		}
		return view, true
	}
	staff := from.person.member.Role.Can(CanModerate)
	view.Place = PlaceCircle
	for _, s := range r.circle() {
		view.Seats = append(view.Seats, r.seatView(s, staff))
	}
	for _, id := range r.hands {
		view.Hands = append(view.Hands, r.seatNumber(id))
	}
	if staff {
		view.Full = r.full()
		for _, w := range r.lobby {
			view.Waiting = append(view.Waiting, r.waitingView(w))
		}
	}
	return view, true
}

func (r *Room) self(from actor) Self {
	p := from.person
	you := Self{Role: p.member.Role, Name: NameOf(p.short()), AskedName: NameOf(p.asked), Ready: true}
	if w := from.waiting; w != nil {
		if p.seated() {
			you.AskedName = Name{} // this device may be in other hands
		}
		you.Ready, you.Held = w.ready, w.held
		return you
	}
	you.Seat = r.seatNumber(p.member.Person)
	you.Name = r.displayName(you.Seat, p)
	you.MaySpeak, you.MayShow = p.maySpeak, p.mayShow
	you.Microphone, you.Camera = p.microphone, p.camera
	you.Invited, you.CameraReason = p.invitedBy != "", p.cameraReason
	return you
}

func (r *Room) seatView(s seated, staff bool) SeatView {
	p := s.person
	view := SeatView{
		Seat: s.seat, Name: r.displayName(s.seat, p), Role: p.member.Role,
		Microphone: p.speaks(), Camera: p.shows(), Reconnecting: !p.here(),
	}
	if staff {
		view.RosterName, view.AskedName = p.member.Name, NameOf(p.asked)
		view.MaySpeak, view.MayShow, view.Invited = p.maySpeak, p.mayShow, p.invitedBy != ""
	}
	return view
}

func (r *Room) waitingView(w *waiter) WaitingView {
	p := r.people[w.person]
	return WaitingView{
		Waiting: w.number, RosterName: p.member.Name, Name: NameOf(p.short()), AskedName: NameOf(p.asked),
		Role: p.member.Role, Ready: w.ready, Held: p.held, SecondDevice: p.seated(),
		Reconnecting: !w.lostAt.IsZero(), Since: w.since,
	}
}

func (p *person) speaks() bool {
	return p.here() && p.maySpeak && p.microphone && p.member.Role.Can(CanSpeak)
}
func (p *person) shows() bool { return p.here() && p.mayShow && p.camera && p.member.Role.Can(CanShow) }

// Stage returns what media may flow now: one entry for each seat of the circle, in the order of the seat numbers.
// Whoever is not listed sends and receives nothing; whoever has lost the connection keeps the seat, but nothing
// flows.
func (r *Room) Stage() []Stage {
	var stage []Stage
	for _, s := range r.circle() {
		p := s.person
		stage = append(stage, Stage{
			Person: p.member.Person, Seat: s.seat, Visit: p.visit,
			Speaks: p.speaks(), Shows: p.shows(),
			Hears: p.here() && p.member.Role.Can(CanHear), Sees: p.here() && p.member.Role.Can(CanSee),
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
