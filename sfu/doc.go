// Package sfu is the selective forwarding unit: it takes each person's sound and picture once and brings them to
// everybody else in the circle. It decides nothing about who may be heard; it is told, and enforces it whatever a
// browser sends. It never decodes, records or stores media, and knows no names.
//
// # The one offer
//
// A browser (or a bot) makes one RTCPeerConnection, bundled, and offers once. The m-lines are, in this order:
//
//	sendonly audio            microphone
//	sendonly video            camera
//	sendonly video            screen; has a track while it is shared
//	sendonly audio            the screen's sound; likewise
//	Slots.People  × recvonly  audio and video: one pair per person
//	Slots.Screen  × recvonly  audio and video: one pair per shared screen
//
// What counts is the order among lines of the same kind and direction: the first sendonly video is the camera and
// the second one the screen, the i-th recvonly audio and the i-th recvonly video are a pair, and pairs beyond
// Slots.People are screens. Fewer lines are fine, more are not. Every line must offer Opus (audio) or VP8 (video),
// with RTX if there is any, under the same payload types on all lines of a kind; other codecs are ignored. Header
// extensions that are used: mid, rid, repaired-rid, ssrc-audio-level (without it a person never counts as speaking)
// and transport-wide-cc, which the server sends on the slots, too, to learn what each line carries. The camera may offer up to three rids, the smallest picture first; of other lines only the
// first rid is accepted. None of the layers has to come. sendrecv, inactive and application lines are refused. Candidates in the offer are ignored; those in the answer are all there are.
//
// Tracks come and go by replaceTrack. People come and go without any negotiation: Listener.Slots says which mid now
// shows which seat, and a mid that is not listed must be blanked. A later offer of the same RTCPeerConnection must
// restart ICE, and continues the connection on another path; one of another RTCPeerConnection replaces it.
//
// # The way of a packet
//
//	transport (Pion)  decrypts and hands every packet of an SSRC to its mediaSink
//	layer.receive     notes it for feedback, looks at the feed's gate, drops duplicates, numbers it
//	slot.forward      for each slot of the feed: leaves other layers out, rewrites it so that the slot stays one stream
//	outlet (Pion)     encrypts and sends
//
// All of this happens in the goroutine that has read the packet from its connection; nothing is queued. A faster
// transport replaces what is in transport.go and calls the same sinks and outlets.
//
// # Goroutines
//
//	Room.run      one per room: tells the listener, chooses layers, sends feedback, finds who is speaking; ended by
//	              Room.Close
//	peer.close    one per connection that is being torn down; Room.Close waits for it
//	Pion's own    per connection, ended by peer.close; per server, ended by Server.Close
package sfu
