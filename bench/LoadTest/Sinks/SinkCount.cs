namespace EmailCampaign.LoadTest.Sinks;

/// <summary>What a sink took.</summary>
/// <param name="Mails">Mails.</param>
/// <param name="FirstAt">When the first of them was taken; null when the sink keeps no times.</param>
/// <param name="Between">From the first to the last; null when the sink keeps no times.</param>
internal sealed record SinkCount(int Mails, DateTimeOffset? FirstAt = null, TimeSpan? Between = null);
