namespace EmailCampaign.Mail.Templates;

/// <summary>Whether a template renders for a row.</summary>
/// <param name="Failure">Why it does not; null when it does.</param>
/// <param name="EmptyVariables">Columns that the template uses and that are empty in this row.</param>
public readonly record struct RowFit(Rendering.Failed? Failure, IReadOnlyList<string> EmptyVariables);
