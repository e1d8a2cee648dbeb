namespace EmailCampaign.Batches;

/// <summary>What a recipient can be.</summary>
/// <remarks>
/// <code>
///                      ┌────────────── due ─────────────┐
/// Pending ──claim──► Claimed ──accepted──► Sent          │
///    ▲  ▲               │ ├────deferred──► Waiting ──────┘
///    │  └─not attempted─┘ ├────rejected──► Dead ────────discard──► Discarded
///    │                    └────unknown───► InDoubt ─────discard──► Discarded
///    └──────── replay ────────────────────  Dead, InDoubt
/// </code>
/// </remarks>
public enum RecipientStatus
{
    Pending = 0,
    Claimed = 1,
    Waiting = 2,
    Sent = 3,
    Dead = 4,
    InDoubt = 5,

    /// <summary>Never sent, and said why.</summary>
    Suppressed = 6,
    Discarded = 7,
}
