using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>A program to compare with, or why it cannot be had here.</summary>
internal sealed record PeerBuild(ISubject? Subject, string Reason);
