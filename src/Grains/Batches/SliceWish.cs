namespace EmailCampaign.Batches;

/// <summary>What the next slice should be.</summary>
/// <param name="Size">Most recipients; a repeat is as large as it was.</param>
/// <param name="Drops">Whether an account drops a repeat of a slice; none does when it is not given.</param>
/// <param name="Account">The account of the slice, where the campaign goes through a route.</param>
/// <param name="Kinds">What it may be made of.</param>
/// <param name="Admits">Whether a recipient may be sent now by the limit of its domain; each may when it is not given. It is asked once, and has then used a permit.</param>
internal readonly record struct SliceWish(
    int Size, Func<string?, bool>? Drops = null, string? Account = null, SliceKinds Kinds = SliceKinds.Any, Func<int, bool>? Admits = null)
{
    public bool IsAdmitted(int index) => Admits?.Invoke(index) != false;

    /// <summary>Whether a recipient in open doubt goes out again with its whole slice, and not alone.</summary>
    public bool IsRepeat(RecipientEntry entry) => Drops?.Invoke(entry.Account) == true;
}
