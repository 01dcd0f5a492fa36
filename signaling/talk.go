package signaling

import (
	"time"

	"alcove/room"
	"alcove/signaling/protocol"
)

// lookAtTalk tells staff who has spoken how much. The room says whether this person may know.
func (l *session) lookAtTalk(id uint32) {
	l.server.House.TalkOf(l.member.Group, l.visit, l, func(view room.TalkView, err error) {
		if err != nil {
			l.refuse(id, codeOf(err))
			return
		}
		l.server.tally.add(CountCommand, passed)
		l.out.put(latestTalk, talkOf(view))
	})
}

func talkOf(view room.TalkView) protocol.TalkFigures {
	figures := protocol.TalkFigures{
		People: make([]protocol.SeatTalk, 0, len(view.Seats)), Seconds: wholeSeconds(view.Spoken), StaffSeconds: wholeSeconds(view.ByStaff),
		Balance: view.Balance, Silences: view.Silences, LongSilences: view.LongSilences,
		QuieterFirst: numbers(view.QuieterFirst),
	}
	for _, s := range view.Seats {
		one := protocol.SeatTalk{
			Seat: int(s.Seat), Seconds: wholeSeconds(s.Spoken), Turns: s.Turns, BackChannels: s.Brief, Doubted: s.Doubted,
		}
		if s.Ago >= 0 {
			one.SinceSpoke = new(wholeSeconds(s.Ago))
		}
		figures.People = append(figures.People, one)
	}
	return figures
}

func wholeSeconds(d time.Duration) int { return int(d / time.Second) }
