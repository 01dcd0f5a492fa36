package room_test

import "alcove/room"

// gestureCommands are the rows of gentle signals.
var gestureCommands = map[string]row{
	//            thera  cothera client family interp observ captio techhelp
	"SendGesture": {
		ask:        always(room.SendGesture{Gesture: room.GestureNod}),
		lobbyIdle:  "seat   seat   seat   seat   role   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     role   role   role   -",
	},
}
