/* The actions of replies, which the contract leaves to the default (WS-Addressing 1.0 Metadata, 4.4.4). */
#define SCALE_REPLY "urn:example:rpc:PlanePort:scaleResponse"
#define RESET_REPLY "urn:example:rpc:PlanePort:resetResponse"
