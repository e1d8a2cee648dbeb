using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>The medians of one subject in one scenario.</summary>
internal sealed record SubjectRow(string Scenario, string Subject, string Sink, Measurement Median);
