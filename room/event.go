package room

// Event is something that happened once and that a View can't show. The set is sealed.
//
//sumtype:decl
type Event interface{ event() }

type (
	// Gone says that a visit is over: its connection must be closed and its ticket is worth nothing.
	Gone struct {
		Visit  VisitID
		Why    Farewell
		Reason Reason // for FarewellToday, else empty
	}
	// Renewed says that a visit goes on with a changed membership: what resumes it must be made anew.
	Renewed struct {
		Visit      VisitID
		Membership Membership
	}
	// Declined tells To that the person on Seat would rather not speak now.
	Declined struct {
		To   VisitID
		Seat SeatNumber
	}
	// AsideDeclined tells To that the person on Seat would rather not talk in private now.
	AsideDeclined struct {
		To   VisitID
		Seat SeatNumber
	}
	// Gestured shows To a gentle signal of whoever sits on Seat.
	Gestured struct {
		To      VisitID
		Seat    SeatNumber
		Gesture Gesture
	}
	// Delivered brings To messages that are for them. Those that they have already, by their number, are the same.
	Delivered struct {
		To       VisitID
		Messages []Message
	}
)

func (Gone) event()          {}
func (Renewed) event()       {}
func (Declined) event()      {}
func (AsideDeclined) event() {}
func (Gestured) event()      {}
func (Delivered) event()     {}

// Farewell is why a visit is over.
type Farewell string

// The farewells.
const (
	FarewellLeft      Farewell = "left"         // the person left
	FarewellAway      Farewell = "away"         // the connection stayed lost for KeepPlace
	FarewellDenied    Farewell = "denied"       // staff sent the waiting person away
	FarewellToday     Farewell = "today"        // staff ended the session for this person until tomorrow
	FarewellOver      Farewell = "session-over" // the session is over
	FarewellElsewhere Farewell = "elsewhere"    // the same person came in with another browser
	FarewellRevoked   Farewell = "revoked"      // the membership is over
	FarewellIdle      Farewell = "idle"         // the browser was left waiting, or its session is long over
	// FarewellUnattended: no staff came back, so the room has closed.
	FarewellUnattended Farewell = "unattended"
)
