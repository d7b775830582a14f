/** The columns as IAM's user guide lists them. */
const ROW = {
  user: 'melinda@ucsc.edu',
  arn: 'arn:aws:iam::333344445555:user/melinda@ucsc.edu',
  user_creation_time: '2025-01-01T00:00:00+00:00',
  password_enabled: 'true',
  password_last_used: '2026-11-20T00:00:00+00:00',
  password_last_changed: '2026-01-01T00:00:00+00:00',
  password_next_rotation: 'N/A',
  mfa_active: 'true',
  access_key_1_active: 'false',
  access_key_1_last_rotated: 'N/A',
  access_key_1_last_used_date: 'N/A',
  access_key_1_last_used_region: 'N/A',
  access_key_1_last_used_service: 'N/A',
  access_key_2_active: 'false',
  access_key_2_last_rotated: 'N/A',
  access_key_2_last_used_date: 'N/A',
  access_key_2_last_used_region: 'N/A',
  access_key_2_last_used_service: 'N/A',
  cert_1_active: 'false',
  cert_1_last_rotated: 'N/A',
  cert_2_active: 'false',
  cert_2_last_rotated: 'N/A',
};

/** A row of a person with a password and MFA, and no keys; `more` has other values. */
export const aRow = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...ROW,
  ...more,
});

/** A credential report of these rows. */
export const aReport = (rows: readonly Readonly<Record<string, string>>[]): string => {
  const columns = Object.keys(ROW);
  const cell = (text = ''): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))].join(
    '\n',
  );
};
