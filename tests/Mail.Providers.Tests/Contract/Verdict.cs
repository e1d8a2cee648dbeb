namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>What a provider makes of a behaviour of its far side, for a slice of three mails.</summary>
/// <param name="Outcome">Of the mail that met it, as <see cref="OutcomeText"/> has it.</param>
/// <param name="Calls">Mails (or calls with several) that were begun, repeats included.</param>
/// <param name="EndsSlice">Whether the others are left alone; otherwise each meets it too.</param>
public sealed record Verdict(string Outcome, int Calls = 1, bool EndsSlice = true);
