using EmailCampaign.Silo;

return await SiloProgram.RunAsync(args, Console.Error);
