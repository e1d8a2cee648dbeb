namespace EmailCampaign.Mail.Sending;

/// <summary>
/// The time in which a slice may start mails. A provider asks <see cref="IsOpen"/> immediately before each MAIL FROM or API
/// call, and reports <see cref="SendOutcome.NotAttempted"/> for what it did not start.
/// </summary>
/// <param name="clock">The clock whose monotonic timestamp the deadline is on; a wall clock that jumps changes nothing.</param>
/// <param name="deadline">Timestamp (<see cref="TimeProvider.GetTimestamp"/>) after which no mail is started.</param>
/// <param name="draining">Cancelled when the silo drains, or the campaign is paused: the mail on the wire is finished, no other is started.</param>
public sealed class SendWindow(TimeProvider clock, long deadline, CancellationToken draining)
{
    public bool IsOpen => !draining.IsCancellationRequested && clock.GetTimestamp() < deadline;
}
