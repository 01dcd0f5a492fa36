package protocol

// A talk in private.
type (
	// AsideOffer asks one person, a client or other staff, for a talk in private. Alone says that the asker knows that no
	// other staff stay with the group; without it that is refused (no-staff-stay). It is for staff.
	AsideOffer struct {
		Seat  int  `json:"seat"`
		Alone bool `json:"alone,omitempty"`
	}
	// AsideAccept steps aside with the staff member who has asked. Microphone and camera are off, and stay so until their
	// owner turns them on.
	AsideAccept struct{}
	// AsideDecline answers "not now"; only the asker is told.
	AsideDecline struct{}
	// AsideEnd brings both back to the group, whoever of the two asks; microphones and cameras are off. Of whoever has
	// asked for a talk it takes that back.
	AsideEnd struct{}
)

// AsideDeclined tells the asker that the person on this seat would rather not talk in private now.
type AsideDeclined struct {
	Seat int `json:"seat"`
}

// OwnAside is what somebody sees of their own talk in private. Each is a seat.
type OwnAside struct {
	With    int `json:"with,omitempty"`    // with whom they are; nobody else hears or sees the two
	AskedBy int `json:"askedBy,omitempty"` // who of the staff would like to talk with them
	Asked   int `json:"asked,omitempty"`   // staff: whom they have asked
}

func (AsideOffer) fromBrowser()   {}
func (AsideAccept) fromBrowser()  {}
func (AsideDecline) fromBrowser() {}
func (AsideEnd) fromBrowser()     {}

func (AsideDeclined) fromServer() {}
