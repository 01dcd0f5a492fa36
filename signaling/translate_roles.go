package signaling

import (
	"alcove/room"
	"alcove/signaling/protocol"
)

func observerAsksOf(asks []room.ObserverAsk) []protocol.ObserverAsk {
	var list []protocol.ObserverAsk
	for _, a := range asks {
		list = append(list, protocol.ObserverAsk{
			Observer: int(a.Observer), Name: a.Name.Reveal(), Here: a.Here, Answer: string(a.Answer),
		})
	}
	return list
}

func seatLinesOf(lines []room.SeatLine) []protocol.SeatLine {
	var list []protocol.SeatLine
	for _, l := range lines {
		list = append(list, protocol.SeatLine{Seat: int(l.Seat), State: string(l.State)})
	}
	return list
}
