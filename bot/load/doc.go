// Package load puts a server under the load of whole rooms and measures what becomes of it: what was lost, how late the
// rest came, and what a packet cost the server.
//
// Its participants are bots that come in as anybody does, by token, waiting room and one peer connection, and send what a
// browser does at 640×360, or in the three sizes of 1280×720. They are built to be cheap where a bot is thorough, since on one machine whatever they use
// the server lacks. Everything that is received comes through a socket of the participant's own, which reads many
// packets at once and looks at their headers only, which SRTP leaves in clear. One packet in 31 goes on through Pion, is
// decrypted, and tells by the time in it how long it was on its way.
package load
