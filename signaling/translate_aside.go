package signaling

import (
	"alcove/room"
	"alcove/signaling/protocol"
)

// asideCommandOf translates what is about a talk in private.
func asideCommandOf(m protocol.FromBrowser) (room.Command, bool) {
	switch m := m.(type) {
	case protocol.AsideOffer:
		return room.OfferAside{Seat: room.SeatNumber(m.Seat), Alone: m.Alone}, true
	case protocol.AsideAccept:
		return room.AcceptAside{}, true
	case protocol.AsideDecline:
		return room.DeclineAside{}, true
	case protocol.AsideEnd:
		return room.EndAside{}, true
	default:
		return nil, false
	}
}

// ownAsideOf returns nil where there is no talk in private, and none is asked for.
func ownAsideOf(a room.OwnAside) *protocol.OwnAside {
	if a == (room.OwnAside{}) {
		return nil
	}
	return &protocol.OwnAside{With: int(a.With), AskedBy: int(a.AskedBy), Asked: int(a.Asked)}
}
