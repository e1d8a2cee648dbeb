namespace EmailCampaign.LoadTest;

/// <summary>One run of a subject.</summary>
/// <param name="Sent">Mails that the server accepted, as the subject says; null when it does not say.</param>
/// <param name="Sending">Time from the first to the last mail; null when the subject does not say.</param>
/// <param name="Whole">Time of the whole command.</param>
/// <param name="Cpu">User and system time of the process.</param>
/// <param name="PeakBytes">Largest memory of the process.</param>
internal sealed record Measurement(int? Sent, TimeSpan? Sending, TimeSpan Whole, TimeSpan Cpu, long PeakBytes);
